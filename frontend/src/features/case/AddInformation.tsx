import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { client, Problem, send, take, type Schemas } from "../../api/client";
import { announce } from "../../ui/announce";
import { Dialog, Notice, parts } from "../../ui/parts";
import styles from "./AddInformation.module.css";

function upload(caseId: string, files: readonly File[]): Promise<Schemas["DocumentResource"]> {
  const body = new FormData();
  for (const file of files) body.append("file", file);
  return send("POST", `/api/cases/${caseId}/documents`, body);
}

interface Props {
  readonly caseId: string;
  /** Files that were dropped on the case. */
  readonly dropped: readonly File[];
  readonly close: () => void;
  readonly added: () => void;
}

export function AddInformation({ caseId, dropped, close, added }: Props): ReactElement {
  const [text, setText] = useState("");
  const [files, setFiles] = useState<readonly File[]>(dropped);
  const chosen = useRef<HTMLInputElement>(null);
  const adding = useMutation({
    mutationFn: () =>
      files.length > 0
        ? upload(caseId, files)
        : take(client.POST("/api/cases/{case_id}/documents", { params: { path: { case_id: caseId } }, body: { text, title: "Additional information" } })),
    onSuccess: (document) => {
      announce(`Added: ${document.title}. A further review reads it.`);
      added();
      close();
    },
  });
  const sent = (event: FormEvent): void => {
    event.preventDefault();
    if (!adding.isPending) adding.mutate();
  };
  return (
    <Dialog title="Add information" close={close}>
      <form className={styles.form} onSubmit={sent}>
        <label>Files <span>PDF, text or C-CDA, up to 20 MB each</span>
          <input ref={chosen} data-first type="file" multiple accept=".pdf,.txt,.xml,application/pdf,text/plain,text/xml" onChange={(event) => setFiles([...(event.target.files ?? [])])} />
        </label>
        {files.length > 0 && <p>To be added: {files.map((file) => file.name).join(", ")}</p>}
        <label>Or text <span>kept word for word</span>
          <textarea rows={8} value={text} disabled={files.length > 0} onChange={(event) => setText(event.target.value)} />
        </label>
        {adding.isError && <Notice tone="bad" title={adding.error.message}>{adding.error instanceof Problem ? adding.error.detail : ""}</Notice>}
        <p>A further review reads what was added. The clock keeps running.</p>
        <div>
          <button type="submit" className={`${parts.button} ${parts.primary}`} disabled={adding.isPending || (files.length === 0 && text.trim() === "")}>{adding.isPending ? "Adding …" : "Add and review"}</button>
          <button type="button" className={parts.button} onClick={close}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}
