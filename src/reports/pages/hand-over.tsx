import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { messageOf, post, postForFile, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { ExportRequest, Period } from "../model.ts";

/** What is handed over: the figures of a period, or a frozen report, which keeps its own threshold. */
export type HandedOver =
  | { readonly period: Period }
  | { readonly frozenId: string; readonly threshold: number };

type FileRequest = Pick<ExportRequest, "format" | "audience"> & { readonly threshold?: number };

/** The files of a report, the version for partners, and what else the page offers. */
export function HandOver({
  report,
  children,
}: {
  readonly report: HandedOver;
  readonly children?: ReactNode;
}) {
  const [partners, setPartners] = useState(false);
  const file = useFile(report);
  const take = (format: ExportRequest["format"]) => file.mutate({ format, audience: "internal" });
  return (
    <div className="hand-over no-print">
      <Button isPending={file.isPending} onPress={() => take("xlsx")}>
        Tableur
      </Button>
      <Button isPending={file.isPending} onPress={() => take("csv")}>
        CSV
      </Button>
      <Button isPending={file.isPending} onPress={() => take("pdf")}>
        PDF
      </Button>
      <Button onPress={() => setPartners(true)}>Version pour partenaires</Button>
      {children}
      {file.isError && <Alert tone="missing" title={messageOf(file.error)} announced />}
      {partners && <PartnersDialog report={report} onClose={() => setPartners(false)} />}
    </div>
  );
}

function useFile(report: HandedOver) {
  return useMutation({
    mutationFn: async (request: FileRequest) => {
      const what = "period" in report ? { period: report.period } : { frozenId: report.frozenId };
      saveFile(await postForFile("/api/reports/export", { ...what, ...request }));
    },
  });
}

const FORMATS = [
  { code: "pdf", label: "PDF" },
  { code: "xlsx", label: "Tableur" },
  { code: "csv", label: "CSV" },
] as const;
const MASKS = [
  { code: "11", label: "de 1 à 10" },
  { code: "5", label: "de 1 à 4" },
  { code: "none", label: "aucun\u00a0: déclaration obligatoire" },
] as const;

function PartnersDialog({ report, onClose }: { readonly report: HandedOver; readonly onClose: () => void }) {
  const [format, setFormat] = useState<ExportRequest["format"]>("pdf");
  const kept = "period" in report ? "11" : report.threshold === 5 ? "5" : "11";
  const [mask, setMask] = useState<(typeof MASKS)[number]["code"]>(kept);
  const file = useFile(report);
  const take = () =>
    file.mutate(
      mask === "none"
        ? { format, audience: "statutory" }
        : { format, audience: "outside", threshold: Number(mask) },
      { onSuccess: onClose },
    );
  return (
    <Dialog title="Version pour partenaires" onClose={onClose}>
      <p>
        Les petits effectifs sont masqués, et avec eux les totaux, les parts ou d’autres effectifs qui
        permettraient de les retrouver par soustraction. Les commentaires n’y figurent pas.
      </p>
      <ChoiceField
        label="Effectifs masqués"
        options={MASKS.filter((one) => "period" in report || one.code === kept || one.code === "none")}
        value={mask}
        onChange={setMask}
        help="Les effectifs exacts ne sortent que pour une déclaration que la loi demande."
      />
      <ChoiceField label="Fichier" options={FORMATS} value={format} onChange={setFormat} />
      {file.isError && <Alert tone="missing" title={messageOf(file.error)} announced />}
      <div className="row">
        <Button tone="main" isPending={file.isPending} onPress={take}>
          Télécharger
        </Button>
        <Button onPress={onClose}>Annuler</Button>
      </div>
    </Dialog>
  );
}

/** Freezes the report of a period under a name. */
export function FreezeButton({ period }: { readonly period: Period }) {
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Button tone="main" onPress={() => setNaming(true)}>
        Figer ce bilan
      </Button>
      {naming && <FreezeDialog period={period} onClose={() => setNaming(false)} />}
    </>
  );
}

function FreezeDialog({ period, onClose }: { readonly period: Period; readonly onClose: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState(`Bilan d’activité ${period.from.slice(0, 4)}`);
  const [threshold, setThreshold] = useState<"11" | "5">("11");
  const freeze = useMutation({
    mutationFn: () =>
      post<{ id: string }>("/api/reports/frozen", { period, name, threshold: Number(threshold) }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["frozen-reports"] }),
  });
  const wrong = freeze.error instanceof ServerProblem ? freeze.error.fields.name : undefined;
  if (freeze.data) {
    return (
      <Dialog title="Bilan figé" onClose={onClose}>
        <p role="status">
          «&nbsp;{name.trim()}&nbsp;» garde ses chiffres, leurs définitions et vos commentaires pour toujours.
        </p>
        <div className="row">
          <Link to="/bilan/figes/$id" params={{ id: freeze.data.id }} className="button button-main">
            Ouvrir le bilan figé
          </Link>
          <Button onPress={onClose}>Fermer</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Figer ce bilan" onClose={onClose}>
      <p>
        Les chiffres de la page, tels qu’ils sont aujourd’hui, seront gardés sans jamais changer, même si des
        dossiers sont corrigés ensuite.
      </p>
      <TextField label="Nom du bilan" name="name" value={name} onChange={setName} error={wrong} isRequired />
      <ChoiceField
        label="Effectifs masqués pour les partenaires"
        options={MASKS.filter(({ code }) => code !== "none") as { code: "11" | "5"; label: string }[]}
        value={threshold}
        onChange={setThreshold}
        help="Un seul choix par bilan figé\u00a0: deux versions pourraient être comparées."
      />
      {freeze.isError && wrong === undefined && (
        <Alert tone="missing" title={messageOf(freeze.error)} announced />
      )}
      <div className="row">
        <Button
          tone="main"
          isPending={freeze.isPending}
          isDisabled={name.trim() === ""}
          onPress={() => freeze.mutate()}
        >
          Figer
        </Button>
        <Button onPress={onClose}>Annuler</Button>
      </div>
    </Dialog>
  );
}
