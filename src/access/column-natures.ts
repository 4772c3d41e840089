import type { Nature } from "./model.ts";

/**
 * The nature (handbook 2.2) of every column of every table that holds something of a person.
 * `nature`: of all of them, but those named in `but`; "row": each row's own, in its column `nature`; null: nothing of their content.
 * `closed`: no role reads the table; which functions give of it, to whom.
 */
interface TableNature {
  readonly nature: Nature | "row" | null;
  readonly columns: string;
  readonly but?: Readonly<Record<string, Nature>>;
  readonly closed?: string;
}

/**
 * `tests/system/column-natures.test.ts` compares it with the migrated database, its policies included: a column without a
 * nature fails, and so does a table read by another nature than its own. Whoever adds a column says here what it tells.
 */
export const columnNatures: Readonly<Record<string, TableNature>> = {
  "people.person": { nature: "identity", columns: "created_at id local_number version" },
  "people.registration": {
    nature: "identity",
    columns: "known_from known_to person_id set_apart since structure_id",
  },
  "people.identity": {
    nature: "identity",
    columns:
      "author_id birth birth_date birth_place birth_place_code doubtful family fictitious given homonym id insi_answer_id key_letters key_tokens known_from known_to person_id pseudonym search_tokens sex status used_family used_given validation_document",
  },
  "people.name_variant": {
    nature: "identity",
    columns: "family given key_letters key_tokens known_from known_to person_id search_tokens",
  },
  "people.contact": {
    nature: "row",
    columns: "author_id author_name content id known_from known_to nature part person_id rank",
  },
  "people.social_number": {
    nature: "identity_detail",
    columns: "author_id author_name blind head id key_version kind known_from known_to person_id sealed",
    closed: "its first digits and what is sealed are given by functions of their own",
  },
  "people.program_number": {
    nature: "identity",
    columns: "author_id author_name disputed id known_from known_to number person_id program_id",
  },
  "people.insi_answer": {
    nature: "identity_detail",
    columns: "answered_at code id person_id signed_answer",
    closed: "no function gives it yet",
  },
  "people.situation_statement": {
    nature: "social_situation",
    columns: "author_id encounter_id id import_id kind known_from known_to person_id source stated_on term",
  },
  "people.life_fact": {
    nature: "row",
    columns:
      "at_least author_id author_name content id kind known_from known_to nature person_id proof replaces source stated_on term valid",
  },
  "people.alias": {
    nature: "identity",
    columns: "decided_at decided_by id joined_to kept_id known_from known_to person_id",
    closed: "who is one person with whom: people.together, people.joined",
  },
  "people.distinct_pair": {
    nature: "identity",
    columns: "decided_at decided_by person_a person_b",
    closed: "people.said_distinct",
  },
  "people.search_entry": {
    nature: "identity_detail",
    columns: "found_by names person_id words",
    closed: "words of names and telephones: people.search",
  },
  "record.present": {
    nature: "row",
    columns: "blocks cells nature person_id",
    closed: "which blocks of a page may hold something: record.opened",
  },
  "record.written": {
    nature: "row",
    columns: "as_of blocks cells content counts person_id",
    closed: "pieces of pages, each given to who holds all its cells of the matrix: record.opened",
  },
  "record.touched": {
    nature: "identity",
    columns: "at person_id xid",
    closed: "whose page changed since it was written: record.opened",
  },
  "rights.cover_statement": {
    nature: "cover",
    columns:
      "author_id declared_text encounter_id id import_id known_from known_to layer mask person_id scheme source stated_on",
  },
  "rights.cover_interval": {
    nature: "cover",
    columns: "author_id closed_by id known layer person_id proof request_id scheme source step_id valid",
  },
  "rights.request": {
    nature: "row",
    columns:
      "appeal_by author_id author_name authority channel effect_on ends_on id keeper_id keeper_name known_from known_to missing nature next_act next_day next_from papers_good_until papers_until person_id reference renews silence_means silence_on state state_on structure_id trail type version waits_on",
  },
  "rights.request_step": {
    nature: "row",
    columns:
      "author_id author_name channel corrects effect_on ends_on id known_from known_to on_day reason request_id scope seq state waits_on words",
    closed: "of its request's nature: rights.read_request",
  },
  "rights.request_member": {
    nature: "row",
    columns: "birth id known_from known_to n name other_person request_id",
    closed: "of its request's nature; records only of who may be known: rights.read_request",
  },
  "rights.request_log": {
    nature: "row",
    columns: "author_id author_name before id kind known_from known_to next_on on_day request_id whom words",
    closed: "of its request's nature: rights.read_request",
  },
  "rights.request_paper": {
    nature: "row",
    columns:
      "author_id author_name documents id kind known_from known_to line on_day optional reason request_id state valid_until who words",
    closed: "of its request's nature: rights.read_papers",
  },
  "rights.request_fact": {
    nature: "row",
    columns: "answer author_id author_name fact id known_from known_to request_id who",
    closed: "of its request's nature: rights.read_papers",
  },
  "rights.caisse_tie": {
    nature: "cover",
    columns: "author_id author_name caisse id known_from known_to person_id reach referent since",
  },
  "agenda.appointment": {
    nature: "appointments",
    columns:
      "arrived_at author_id author_name cover_confirmed day during ended_at given_by given_service given_with id interpreter interpreter_found known_from overbooked person_id prescribed professional_id room_id series_id service_id site_id started_at state structure_id version walk_in",
    // No role is granted these columns (migrations/0072_appointments.sql).
    but: {
      cover_confirmed: "cover",
      given_by: "clinical",
      given_service: "clinical",
      given_with: "clinical",
      interpreter: "identity_detail",
      interpreter_found: "identity_detail",
    },
  },
  "agenda.appointment_detail": {
    nature: "row",
    columns:
      "appointment_id author_id content known_from nature part person_id professional_id service_id words",
  },
  "agenda.appointment_step": {
    nature: "appointments",
    columns:
      "appointment_id at author_id author_name from_state n person_id to_state was_during was_given_by was_site words",
    but: { was_given_by: "clinical" },
    closed: "agenda.history gives it, but by whom it was to be given",
  },
  "agenda.round_line": {
    nature: "appointments",
    columns:
      "appointment_id calls held held_by held_day held_opening held_room held_site held_until id person_id round_id starts state taken_by taken_name taken_until",
    but: { held_by: "clinical" },
    closed: "agenda.round gives it to who calls, but by whom when that tells why",
  },
  "agenda.reminder": {
    nature: "appointments",
    columns:
      "appointment_id asked_at attempts channel failure id known_from next_at person_id provider reference starts state taken_at told_by words",
  },
  "agenda.reminder_stop": { nature: "appointments", columns: "author_name known_from person_id" },
  "telephone.call": {
    nature: "appointments",
    columns:
      "at author_id author_name back_asked_at back_done_at back_number back_words day hour id outcome person_id reason structure_id urgent_at urgent_told",
    closed: "telephone.desk counts calls, and gives those to call back to who answers the telephone",
  },
  "agenda.waiting": {
    nature: "row",
    columns:
      "author_id author_name declined id known_from nature person_id professional_id service_id sites state structure_id until words",
  },
  "care.encounter": {
    nature: "appointments",
    columns:
      "author_id half_day id import_id kind known_from known_to on_day person_id professional_id site_id starts_at structure_id",
  },
  "care.encounter_presence": {
    nature: "row",
    columns:
      "author_id encounter_id known_from known_to language means minutes n nature on_day part person_id professional_id who",
  },
  "care.encounter_term": {
    nature: "row",
    columns: "author_id code encounter_id known_from known_to list nature on_day person_id",
  },
  "care.note": {
    nature: "row",
    columns:
      "agreed amends author_id author_name author_role body countersigned_by countersigner_name countersigner_role encounter_id id nature person_id said salt signed_at template",
  },
  "care.essential": {
    nature: "row",
    columns:
      "author_id author_name content encounter_id id kind known_from known_to nature on_day person_id replaces reserved",
  },
  "care.instrument_answer": {
    nature: "row",
    columns:
      "alert answers author_id author_name id instrument known_from known_to nature on_day person_id score version withdrawn_reason",
  },
  "care.note_draft": {
    nature: "row",
    columns:
      "agreed amends author_id author_name body encounter_id id kept_at nature person_id returned returned_name said submitted_at submitted_name submitted_to template version",
  },
  "funding.act": {
    nature: "row",
    columns:
      "author_id author_name cents code compulsory_cents contribution_cents encounter_id id known_from known_to nature on_day person_id quantity rate_from structure_id tariff_from unverified",
  },
  "funding.part": {
    nature: "money",
    columns:
      "act_id brought_back cents id known_from known_to last_day list_id on_day part payer person_id state structure_id was why",
    but: { why: "cover" },
  },
  "papers.document": {
    nature: "row",
    columns:
      "author_id author_name author_role blind bytes content encounter_id filed_at id kept_until label media nature on_day origin person_id purpose salt type withdrawn_at withdrawn_by withdrawn_reason",
  },
  "papers.content": {
    nature: "row",
    columns: "document_id key_version sealed wrapped",
    closed: "sealed by the program; read with its document",
  },
  "tasks.task": {
    nature: "row",
    columns:
      "author_id author_name by_hand done_at done_by done_name due_on for_account for_name for_role id kind made_at nature origin_id person_id structure_id what",
  },
  "access.objection": {
    nature: "identity",
    columns:
      "account_id id lifted_at lifted_by lifted_means lifted_on lifted_words means person_id recorded_at recorded_by said_on words",
    closed: "access.person_rights, to who hears the person",
  },
  "access.break_glass": {
    nature: "identity",
    columns:
      "account_id assignment_id ends_at id opened_at outcome person_id reason review_words reviewed_at reviewed_by role session_id structure_id told_at told_by told_on words",
    closed: "access.person_rights, access.glasses_to_review",
  },
  "access.consent": {
    nature: "identity",
    columns:
      "collected_by correction corrects declaration_id ends_on given_on id information_given interpreter known_from known_to language means natures person_id recipient_account_id recipient_role recipient_structure_id recorded_by withdrawn_at withdrawn_by withdrawn_means withdrawn_on withdrawn_words",
    closed: "what policies are made of; access.sharing, to who collects agreements and to the officer",
  },
  "access.outside_declaration": {
    nature: "identity",
    columns:
      "account_id asks author_name birth centre_id declared_at ends_on family for_structure given given_on id information_given interpreter language means natures outcome person_id phone resolved_at resolved_by structure_id",
    but: { asks: "right_requests", phone: "identity_detail" },
    closed: "access.my_declarations, to who typed it; access.declarations, to who answers for identities",
  },
  "admission.referral": {
    nature: "social_situation",
    columns:
      "account_id agreed_attendance agreed_cover agreed_on agreed_papers author_name author_structure birth centre_id conditions cover decided_on eligible facts family given id interpreter language link_id means opens person_id phone resolved_at resolved_by rule_version sent_at sent_on services_nature situation state urgent version",
    but: {
      birth: "identity",
      cover: "cover",
      family: "identity",
      given: "identity",
      person_id: "identity",
      interpreter: "identity_detail",
      language: "identity_detail",
      phone: "identity_detail",
    },
    closed:
      "admission.mine, to who sent it; admission.received and admission.read, to who decides, by what their role holds",
  },
  "admission.referral_word": {
    nature: "row",
    columns: "code kind nature reasons referral_id",
    closed: "of its own nature: admission.read",
  },
  "admission.decision": {
    nature: "social_situation",
    columns:
      "at by_account by_name conditions eligible elsewhere facts id on_day outcome overrules referral_id rule_version words",
    closed: "admission.read; where someone was oriented, to who sent them",
  },
  "admission.attestation": {
    nature: "cover",
    columns:
      "account_id blind bytes document_id key_version link_id media received_at referral_id sealed wrapped",
    closed: "admission.attestation, to who decides and reads cover",
  },
  "admission.link": {
    nature: "social_situation",
    columns: "centre_id draft email expires_at id made_at name referral_id structure token_hash",
    closed: "by its token alone: admission.link_open",
  },
  "admission.cover_confirmation": {
    nature: "cover",
    columns: "at author_id author_name id on_day person_id referral_id state",
    closed: "admission.read; whether it was asked, to owner functions",
  },
  "intake.taken_row": {
    nature: "appointments",
    columns: "encounter_id fingerprint import_id person_id row_no structure_id",
    closed: "fingerprints of a file",
  },
  "intake.staged_person": {
    nature: "identity",
    columns: "identity import_id is_new local_key person_id variants",
    closed: "a file being imported",
  },
  "intake.staged_visit": {
    nature: "appointments",
    columns:
      "cover encounter_id fingerprint half_day housing import_id kind local_key on_day profession professional row_no starts_at terms",
    but: { cover: "cover", housing: "social_situation", terms: "clinical" },
    closed: "a file being imported",
  },
  "retention.apart": {
    nature: "identity",
    columns: "at block person_id since",
    closed: "days a record was set apart",
  },
  "retention.restored": {
    nature: "identity",
    columns: "author_id id known_from on_day person_id reason",
    closed: "days a record was taken up again",
  },
  "retention.hold": {
    nature: "identity",
    columns: "author_name ended_at ended_by id known_from person_id reason until",
    closed: "why a record is kept longer",
  },
  "retention.plan_item": {
    nature: "identity",
    columns: "act block last_day members no person_id plan_id reason state",
    closed: "what is planned, by record number",
  },
  "retention.access_request": {
    nature: "identity",
    columns:
      "asked_by asked_on author_name closed_by closed_on closed_words due_on id means not_before outcome person_id recorded_at",
    closed: "asked by the person: retention.access_requests, by record number",
  },
  "audit.entry": {
    nature: null,
    columns:
      "account_id action assignment_id at detail id object_id object_kind person_id person_ids role session_id stamp_id stamp_mac structure_id xid",
  },
};
