/**
 * Every function that runs with its owner's rights, past the row-level policies, and why it must. The database is
 * compared with this list: a new one is read by two people before it is written here.
 */
export const definerFunctions: Readonly<Record<string, string>> = {
  "agenda.add_half_days": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.answer_waiting":
    "the waiting list is written by no role, and offers hours to who comes next; of who may be written; audited",
  "agenda.book":
    "time taken is closed to every role; by the roles of the service, of who may be written; audited",
  "agenda.calendar_events":
    "for the sign-in role: a secret address leads to hours taken and where, nothing of anyone; audited once a day",
  "agenda.calendars": "addresses are closed to every role; one’s own, or of who keeps the hours",
  "agenda.make_calendar":
    "addresses are closed to every role; only a hash is kept; one’s own, or of who keeps the hours; audited",
  "agenda.revoke_calendar":
    "addresses are closed to every role; one’s own, or of who keeps the hours; audited",
  "agenda.change_half_day": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.hold_for_round":
    "time taken is closed to every role; hours held for whoever is to be called, of the actor’s centre; audited",
  "agenda.hold_other":
    "time taken is closed to every role; of who may be written, by the one who works the line; audited",
  "agenda.let_holds_go": "for the sign-in role: hours held until a day that is over are free again",
  "agenda.note_line":
    "lines are closed to every role; of who may be written, by the one who works the line; audited",
  "agenda.open_round":
    "the timetable is written by no role; by who keeps the hours, or the practitioner themself; audited",
  "agenda.round":
    "lines are closed to every role; of those the actor may know, each part by its nature; audited as one list",
  "agenda.rounds": "how many are left to call, of nobody; of the actor’s centre",
  "agenda.take_line": "lines are closed to every role; of who may be written; audited",
  "agenda.history": "steps and the true service are closed to every role; of who may be read; audited",
  "agenda.hours":
    "contracts and half-days are closed to every role; hours of the team, nothing of anyone received",
  "agenda.keeping":
    "hours are closed to every role; for who keeps them, counts of appointments that no hours hold, nothing of anyone",
  "agenda.homes":
    "where sites are, beside the commune of who is known: by who may read their appointments; audited",
  "agenda.move":
    "time taken is closed to every role; by the roles of the service, of who may be written; audited",
  "agenda.record_absence": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.record_closure": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.note_receipt": "for the sign-in role, once nobody is signed in: whether a reminder arrived",
  "agenda.note_reminder": "for the sign-in role: how sending a reminder went",
  "agenda.reminder_hour": "settings are closed to every role; one number, nothing of anyone",
  "agenda.reminders": "reminders of the days to come, of those the actor may know; audited",
  "agenda.save_line": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.save_practitioner": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.save_room": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.save_service": "the timetable is written by no role; by who keeps the hours; audited",
  "agenda.set_reminder_hour": "settings are written by no role; by who keeps the hours; audited",
  "agenda.set_interpreter":
    "appointments and their details are written by no role; by who writes how one speaks with someone; audited",
  "agenda.set_state": "appointments are written by no role; of who may be written; audited",
  "agenda.setting":
    "practitioners are closed to every role, for some names tell why one comes; nothing of anyone received",
  "agenda.slots":
    "hours are closed to every role, for some names tell why one comes; by the roles of the service; audited when for someone",
  "agenda.stop_reminders": "reminders are written by no role; of who may be written; audited",
  "agenda.take_receipts":
    "for the sign-in role: which reminders a carrier is asked about; references, nobody",
  "agenda.take_reminders":
    "for the sign-in role, when nobody is signed in: the number or address of who is to be reminded now, once",
  "agenda.tell_reminder": "reminders are written by no role; of who may be written; audited",
  "agenda.timetable": "the timetable is closed to every role; for who keeps the hours",
  "agenda.view":
    "hours are closed to every role; appointments and names of those the actor may know; audited as one list",
  "agenda.wants": "referrals and cover confirmed are closed to every role; of who may be read; audited",
  "agenda.wait": "the waiting list is written by no role; of who may be written; audited",
  "agenda.waiting_list": "one order for everyone who waits; of who may be known, and why; audited",
  "agenda.walk_in": "appointments are written by no role; of who may be written; audited",
  "admission.attestation":
    "attestations are closed to every role; of the actor’s centre, who reads cover; audited",
  "admission.confirm_cover":
    "referrals are closed to every role; on the consent recorded in one, of whom the actor may write the cover; audited",
  "admission.decide": "a decision is written by no role; urgency and the rules are checked; audited",
  "admission.facts_of": "facts are judged again by the program, which gives them to nobody",
  "admission.follow_link": "links are closed to every role; of the actor’s centre",
  "admission.issue_link": "links are closed to every role; only a hash is kept; audited",
  "admission.keep_attestation": "attestations are closed to every role; of who sends one; audited",
  "admission.learn":
    "referrals are closed to every role; of the actor’s centre, nobody having changed it; audited",
  "admission.link_attestation": "nobody is signed in: a link in force is the right to send one; audited",
  "admission.link_keep": "nobody is signed in: what is typed, kept with the link it was typed by",
  "admission.link_open":
    "nobody is signed in: the form, or what its sender agreed with the person to be told",
  "admission.link_renew":
    "nobody is signed in: the next link leaves for the address the first was for; audited",
  "admission.link_send": "nobody is signed in: one referral, once; it looks for nobody; audited",
  "admission.mine":
    "referrals are closed to every role; one’s own, the person’s record by their consent alone; audited as one list",
  "admission.read": "referrals are closed to every role; each part by what the role holds; audited",
  "admission.received": "referrals are closed to every role; of the actor’s centre; audited as one list",
  "admission.refer": "referrals are closed to every role; it looks for nobody; audited",
  "admission.resolve":
    "whose a referral is decides a consent and a document; by who answers for identities; audited",
  "admission.withdraw": "a decision is written by no role; one’s own referral; audited",
  "access.set_care_elsewhere": "the installation is written by no role; audited, with what it was",
  "access.add_program": "programs are written by no role, their secret read by sign-in alone; audited",
  "access.revoke_program": "programs are written by no role; audited",
  "access.take_opening":
    "what waits is the sign-in role's; one token, one session, while its program is in use; its number is sealed",
  "people.attach_number":
    "a number is one person's, whoever may know the other; of who may be written; audited",
  "people.detach_number": "what disputes a number is of someone else; of who may be written; audited",
  "people.with_program_number":
    "numbers of people whom the actor may know by the team's own right; nobody and somebody they may not answer the same; audited",
  "telephone.appointments": "services are told by their nature; appointments of who may be known; audited",
  "telephone.called_back": "calls are closed to every role; by who answers the telephone; audited",
  "telephone.desk":
    "calls are closed to every role; counts, and names of those the actor may know, audited as one list",
  "telephone.find":
    "who may call from a number is counted before anyone is named; of those the actor may know; audited",
  "telephone.forget_numbers":
    "calls are closed to every role; takes numbers away and gives identifiers of calls alone",
  "telephone.note": "calls are closed to every role; by who answers the telephone; audited",
  "access.account_id": "reads the session by its token, which no role but sign-in may read",
  "access.actor": "reads the session by its token, which no role but sign-in may read",
  "access.add_assignment": "assignments are written by no role; audited",
  "access.break_glass":
    "finds whoever may not be seen, by all that is typed and no list; counts tries; audited, found or not",
  "access.close_glass": "openings are closed to every role; one's own; audited",
  "access.glasses_open": "openings are closed to every role; this session's own",
  "access.glasses_to_review":
    "openings are closed to every role; names of those the reviewer may know; audited as one list",
  "access.glasses_untold": "openings are closed to every role; of persons this transaction may read",
  "access.lift_objection": "objections are closed to every role; audited",
  "access.declarations":
    "declarations are closed to every role; those of the actor's centre, for who answers for identities; audited as one list",
  "access.declare_person": "declarations are written by no role; looks for nobody; audited",
  "access.my_declarations":
    "declarations are closed to every role; one's own words, and the record once one may know it; audited as one list",
  "access.reading_now":
    "consents, objections and openings are closed to every role; which blocks the actor may read, nothing of the person",
  "access.record_consent": "consents are closed to every role; audited",
  "access.resolve_declaration":
    "declarations and consents are closed to every role; to a record of the actor's centre; audited",
  "access.shared_with_me": "consents are closed to every role; which blocks the actor may read by them",
  "access.sharing": "consents and objections are closed to every role; of who may be read; audited",
  "access.withdraw_consent": "consents are closed to every role; audited",
  "access.person_rights": "objections and openings are closed to every role; of who may be read; audited",
  "access.record_objection": "objections are closed to every role; audited",
  "access.review_glass": "openings are written by no role; never one's own; audited",
  "access.tell_glass": "openings are written by no role; of who may be read; audited",
  "access.can": "reads the capabilities of the actor before any policy can apply",
  "access.close_session":
    "sessions are written by the sign-in role alone; one's own, or by who keeps accounts; audited",
  "access.create_account": "accounts are written by no role; audited",
  "access.disable_account":
    "leaving ends sessions, links and sign-ins, which the application cannot touch; audited",
  "access.enable_account": "accounts are written by no role; audited",
  "access.end_assignment": "assignments are written by no role, and sessions under it end; audited",
  "access.enter": "proves the session and keeps it awake",
  "access.holds": "reads the matrix for the actor's role",
  "access.issue_link":
    "links are written by the sign-in role alone; a lost second factor asks for a recent sign-in; audited",
  "access.permitted_keys": "the same for tables whose rows each have a nature",
  "access.permitted_persons": "what the policies of people's tables are made of",
  "access.role": "reads the session by its token",
  "access.sessions_of": "sessions are read by the sign-in role alone; one's own, or by who keeps accounts",
  "access.structure_id": "reads the session by its token",
  "access.switch_assignment":
    "the session's row is written by the sign-in role alone; only to an assignment of its own account; audited",
  "access.upkeep_counts":
    "letters are the sign-in role's, entries their readers'; counts and ages alone; audited",
  "audit.accesses_of":
    "the trail is closed to those who keep records; who read one person, of who may be read; audited",
  "audit.choices": "names of accounts and acts, for those who read the trail",
  "audit.search":
    "a policy keeps the trail's index on lists of persons from serving; lines without content; audited",
  "audit.unusual":
    "compares readers' names with those of people the trail's readers may not see; identifiers alone; audited",
  "audit.record": "the only door by which the trail is written",
  "audit.record_sign_in": "the only door by which the trail is written before someone is signed in",
  "care.recorded_already": "a writer who may not read encounters must not record one twice",
  "funding.board":
    "shares of acts of the actor's structure, with a name or a record's number; sums for all; audited as one list",
  "funding.encounter_acts": "tells that an act exists whose code one may not read; audited",
  "funding.figures": "sums and counts, never rows; audited",
  "funding.funders": "sums borne under each agreement, never rows, for who keeps the money or invoices",
  "funding.keep_funder": "agreements are written by no role, and move shares that none writes; audited",
  "funding.follow_records": "trigger: shares are written by no role",
  "funding.follow_visits": "trigger: shares are written by no role",
  "funding.record_acts": "amounts come from the tariff, and shares are written by no role; audited",
  "funding.regularise": "shares are written by no role; audited",
  "funding.send": "shares and lists are written by no role; audited as one list",
  "funding.settle": "shares and lists are written by no role; audited as one list",
  "funding.sheet": "a list handed to a payer, as it was; audited as one list",
  "funding.tariffs_on": "tariffs of the natures the actor writes, for who writes acts",
  "funding.withdraw_act": "no role closes a row by itself; audited",
  "intake.cancel": "staged rows are closed to every role",
  "intake.finish": "writes a whole import in one step",
  "intake.forget": "no role deletes anything by itself",
  "intake.generation": "counts records and imports of all structures",
  "intake.known_people": "matches a file with the records of the actor's structure, audited as one list",
  "intake.open_import": "staged rows are closed to every role",
  "intake.remember":
    "a correction of a heading or word replaces the one before, and no role changes anything by itself",
  "intake.stage": "staged rows are closed to every role",
  "intake.taken": "fingerprints of rows are closed to every role",
  "intake.withdraw": "takes back what an import brought, whole",
  "intake.worked_on": "counts what was done since on what an import brought",
  "network.set_unattended": "the installation is written by no role; audited",
  "people.allow_numbers": "the officer alone decides; no role writes a basis; audited",
  "people.create_person": "a record is registered by the actor's own structure and by nothing else",
  "people.decide_distinct": "decided pairs are written by no role; under one lock, audited",
  "people.forbid_numbers": "the officer alone decides; no role ends a basis; audited",
  "people.index_changed": "trigger: the words people are found by are closed to every role",
  "people.index_phones": "trigger: the words people are found by are closed to every role",
  "people.joined":
    "who joined which records and when: closed to every role; only of persons this transaction may read",
  "people.lock_version": "the row is locked before the trail says whether it was edited or only read",
  "people.merge": "who is one person with whom is written by no role; under one lock, audited",
  "people.probable_pairs":
    "compares people of the actor's structure alone; audited as one list of those it gives",
  "people.recent":
    "one's own last openings of the trail, which is closed to its writers; audited as one list",
  "people.said_distinct": "decided pairs are closed to every role; only of persons this transaction may read",
  "people.search": "the words people are found by are closed to every role; audited as one list",
  "people.seen_state": "a digest of what two records hold, of persons this transaction may read",
  "people.together":
    "which records to open as one: closed to every role, and asked before the trail names them; only those the actor may know",
  "people.unmerge": "who is one person with whom is written by no role; under one lock, audited",
  "people.number_shown": "numbers are closed to every role; the first digits alone, of who may be read",
  "people.numbers_allowed": "read by the trigger and the functions that refuse numbers",
  "people.record_number": "numbers are closed to every role; audited",
  "people.refuse_number": "trigger: no number without a basis in force, whoever writes",
  "people.reveal_number": "numbers are closed to every role; what is sealed, of who may be read; audited",
  "people.search_number": "numbers are closed to every role; audited as one list",
  "access.keep_rpps": "accounts are written by no role; one's own number alone, audited",
  "network.set_letterhead": "places are written by no role; audited",
  "papers.filed_already": "tells a repeated filing from a stolen identifier",
  "record.ask_writing":
    "what is to be written again is closed to every role; of a record this transaction opened",
  "record.renew":
    "pages written beforehand are closed to every role; the server's own work, which tells how many",
  "record.touch": "what changed of a page is written by no role; a trigger's",
  "record.touch_everyone": "what changed of a page is written by no role; a trigger's",
  "record.touch_person": "what changed of a page is written by no role; a trigger's",
  "record.opened":
    "pieces of pages and their hints are closed to every role; of cells that its own audit row says its actor holds",
  "record.nature_changed": "hints of a page are written by no role; a trigger's",
  "record.rows_of_natures": "hints of a page are written by no role; a trigger's",
  "record.rows_of_one_nature": "hints of a page are written by no role; a trigger's",
  "record.social_summary": "the one line of summary a role may read of a block it may not",
  "rights.answer_fact": "answers are written by no role; of a request the actor writes; audited",
  "rights.note_papers":
    "papers are written by no role: a line closed stays; of a request the actor writes; audited",
  "rights.read_papers":
    "papers are closed to every role; of a request the actor reads, copies by their own nature; audited",
  "rights.receive_paper":
    "a copy and its line are written whole or not at all, of natures the actor writes; audited",
  "access.choose_digest": "closed to every role; one's own letter alone; audited",
  "access.digest_hour": "closed to every role; one's own hour",
  "access.take_digests": "for the sign-in role, nobody being signed in: numbers by keeper, of nobody named",
  "rights.board":
    "which persons to name in the trail is known by the requests themselves; audited as one list",
  "rights.board_counts": "numbers by view, of requests the actor may be told of; names of colleagues",
  "rights.counters": "numbers for the menu, of the actor's own",
  "rights.handover_seen": "requests are locked to be counted, and written by no role; audited as one list",
  "rights.my_day": "gathers lists that are each audited",
  "rights.reassign": "requests are written by no role; of those the actor writes, to a colleague; audited",
  "rights.undo_reassign": "requests are written by no role; by who handed over, as they left it; audited",
  "rights.chase_request": "requests are written by no role; of one the actor writes; audited",
  "rights.correct_step": "steps are written by no role: the rules of a request hold whoever asks; audited",
  "rights.follow_statements": "trigger: what follows cover is written by no role",
  "rights.keep_request": "requests are written by no role; to someone of the structure; audited",
  "rights.open_request":
    "requests are written by no role; of who may be written, for who may be known; audited",
  "rights.plan_request": "what a request waits for is drawn from its steps, of one this transaction writes",
  "rights.read_request": "steps, household and log are closed to every role; of one the actor reads; audited",
  "rights.request_summary": "the one line a role may read of requests it may not, none of a raised nature",
  "rights.revise_request": "requests are written by no role; of one the actor writes; audited",
  "rights.set_caisse": "what was noted is closed by no role; of whose cover the actor writes; audited",
  "rights.set_interval": "intervals are closed by no role; of whose cover the actor writes; audited",
  "rights.step_request": "steps are written by no role: the rules of a request hold whoever asks; audited",
  "access.supervisor": "a trainee learns who answers for them: another's assignment, read by nobody else",
  "care.hand_in": "a submitted draft is changed by no role: what is read is what is signed; audited",
  "care.recall_note": "a submitted draft is changed by no role; its author's alone, audited",
  "care.return_note": "a submitted draft is changed by no role; by whom it waits for, audited",
  "care.trainee_keys": "what a trainee's supervisor writes, of persons this transaction may read",
  "care.end_draft": "no role removes rows: an author's own draft ends with its signature, or by their will",
  "care.signed_already": "tells a repeated signing from a stolen identifier",
  "record.withheld": "says how much there is that the reader may not read",
  "tasks.added_already": "tells a task sent twice from a stolen identifier",
  "tasks.mark": "a task read is done by whoever reads it, and no role changes rows; audited",
  "tasks.may_tell": "whom a task may be for depends on what others' functions read",
  "tasks.mine": "which people to name in the trail is known by the tasks themselves; audited as one list",
  "tasks.name_of": "accounts are read by their holders alone; a name, of someone of the actor's structure",
  "tasks.recipients": "names and functions of the actor's structure, and nothing else of accounts",
  "reports.activity": "counts, never rows; audited",
  "reports.freeze": "counts, then keeps the counts where no role may write; audited",
  "reports.people_behind": "the list behind a count, then read by the reader's own policies; audited",
  "record.export_document":
    "a document of that copy, whatever its block; of an open request of the person; audited",
  "record.export_record":
    "the copy holds every block, which no role reads alone; of an open request of the person; audited",
  "retention.access_requests": "requests are closed to every role; numbers of records; audited as one list",
  "retention.ask_access": "requests are closed to every role; audited",
  "retention.close_access": "requests are closed to every role; audited",
  "retention.add_hold": "holds are closed to every role; by who keeps the durations; audited",
  "retention.approve": "a plan is written by no role; by who answers for it, of the plan they saw; audited",
  "retention.begin_plan": "compares the approved plan with all records, then begins it; audited",
  "retention.end_hold": "holds are closed to every role; by who keeps the durations; audited",
  "retention.find_apart":
    "the archive is closed to every role; an exact name or number, of one’s own structure; audited as one list",
  "retention.holds": "holds are closed to every role; numbers of records, no name",
  "retention.items": "lines of a plan are closed to every role; numbers of records, no name; audited",
  "retention.make_plan": "looks at the days of all records, and keeps counts; audited",
  "retention.restore": "no role opens what is set apart; of one’s own structure, for a reason; audited",
  "retention.set_parameter": "the officer alone decides durations; audited",
  "retention.step":
    "no role removes rows: one batch of a plan approved and under way, each person rechecked; audited with counts and a digest",
};
