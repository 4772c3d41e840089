import "./note-words.css";

/** The three texts of a note, each apart, as their author typed them. */
export function NoteWords({ note }: { readonly note: { body: string; said: string; agreed: string } }) {
  const parts = [
    ["Paroles de la personne", note.said],
    ["Convenu", note.agreed],
  ] as const;
  return (
    <>
      {note.body !== "" && <p className="note-words">{note.body}</p>}
      {parts
        .filter(([, text]) => text !== "")
        .map(([label, text]) => (
          <p key={label} className="note-words">
            <span className="soft small">{label}&nbsp;: </span>
            {text}
          </p>
        ))}
    </>
  );
}
