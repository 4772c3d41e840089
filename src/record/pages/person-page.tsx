import "./person-page.css";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { MeContext, useMe } from "../../access/use-me.ts";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { frontOf } from "../front.ts";
import type { PersonPage } from "../model.ts";
import { personQuery, readWhole } from "../person-query.ts";
import { meOn, shares } from "../shared.ts";
import { AppointmentsCard } from "./appointments-card.tsx";
import { CareFront } from "./care-front.tsx";
import { CoverAlerts } from "./cover-alerts.tsx";
import { CoverCard } from "./cover-card.tsx";
import { DeathBanner } from "./death-banner.tsx";
import { DocumentsCard } from "./documents-card.tsx";
import { EncounterList } from "./encounter-list.tsx";
import { GlassBanner } from "./glass-banner.tsx";
import { InstrumentsCard } from "./instruments-card.tsx";
import { JoinedCard } from "./joined-card.tsx";
import { LifeAlerts } from "./life-alerts.tsx";
import { LifeCard } from "./life-card.tsx";
import { NotesCard } from "./notes-card.tsx";
import { NumberCard } from "./number-card.tsx";
import { OpenedJoined } from "./opened-joined.tsx";
import { PersonHeader } from "./person-header.tsx";
import { PersonTimeline } from "./person-timeline.tsx";
import { ProgramsCard } from "./programs-card.tsx";
import { ReachCard } from "./reach-card.tsx";
import { RenouncementCard } from "./renouncement-card.tsx";
import { RequestsCard } from "./requests-card.tsx";
import { RightsCard } from "./rights-card.tsx";
import { SharedCard } from "./sharing/shared-card.tsx";
import { SocialFront } from "./social-front.tsx";
import { TasksCard } from "./tasks-card.tsx";
import { UntoldNotice } from "./untold-notice.tsx";
import { WithheldCard } from "./withheld-card.tsx";

/** Whether something of care was noted here, before the centre wrote it in another program. */
function hasCare(page: PersonPage): boolean {
  return (
    page.essentials.some(({ nature, kind }) => nature === "clinical" && kind !== "renouncement") ||
    page.notes.some(({ nature }) => nature === "clinical")
  );
}

/** One person, on one screen, what this reader needs first at its top. `children` are the dialogs of the actions, opened over it by their own address. */
export function PersonScreen({ children }: { readonly children: ReactNode }) {
  const me = useMe();
  const { id } = useParams({ from: "/personnes/$id" });
  const person = useQuery(personQuery(id));
  const words = useVocabulary();
  const [opened, setOpened] = useState<readonly string[]>([]);
  useEffect(() => () => readWhole(id, false), [id]);
  if (person.isPending || words.isPending) return <Loading what="Ouverture du dossier" />;
  if (person.isError) return <Refused error={person.error} retry={person.refetch} />;
  if (words.isError) return <Refused error={words.error} retry={words.refetch} />;
  const page = person.data;
  const front = frontOf(me);
  const encounters = <EncounterList page={page} words={words.data} opened={opened} />;
  return (
    // What is shared with a partner bounds what each card, and each dialog over it, offers to do.
    <MeContext value={meOn(me, page)}>
      <PersonHeader page={page} />
      <OpenedJoined page={page} opened={id} />
      <GlassBanner page={page} />
      <UntoldNotice page={page} />
      <DeathBanner page={page} />
      {front === "care" && <CareFront page={page} />}
      {shares(page, "cover") && <CoverAlerts page={page} schemes={words.data.schemes} />}
      <LifeAlerts page={page} />
      {front === "social" && <SocialFront page={page} words={words.data} />}
      <div className="person-columns">
        <div className="stack">
          {front === "desk" && encounters}
          <PersonTimeline page={page} words={words.data} onOpen={(ids) => setOpened([...ids])} />
          <NotesCard
            personId={id}
            notes={page.notes}
            drafts={page.drafts}
            encounters={page.encounters}
            left={page.notesLeft}
          />
          {front === "social" && hasCare(page) && <CareFront page={page} />}
          <DocumentsCard page={page} words={words.data} />
          {front !== "desk" && encounters}
        </div>
        <div className="stack">
          <AppointmentsCard page={page} words={words.data} />
          <TasksCard personId={id} tasks={page.tasks} />
          <SharedCard page={page} />
          {front !== "social" && shares(page, "cover") && <CoverCard page={page} words={words.data} />}
          {front !== "social" && shares(page, "right_requests") && <RequestsCard page={page} />}
          <JoinedCard page={page} />
          <ReachCard page={page} />
          <NumberCard page={page} />
          <ProgramsCard page={page} words={words.data} />
          {front !== "social" && <LifeCard page={page} words={words.data} />}
          {front === "care" && <RenouncementCard page={page} />}
          <InstrumentsCard page={page} />
          <WithheldCard page={page} />
          <RightsCard page={page} />
        </div>
      </div>
      {children}
    </MeContext>
  );
}
