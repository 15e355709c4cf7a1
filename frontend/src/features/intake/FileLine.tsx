import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Icon } from "../../ui/Icon";
import { parts, Tag } from "../../ui/parts";
import { counted } from "../../ui/words";
import { factsOf } from "./pdf";

const MEGABYTE = 1024 * 1024;
const MOST = 20 * MEGABYTE;

const size = (bytes: number): string => (bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`);
const isPdf = (file: File): boolean => file.type === "application/pdf" || file.name.toLowerCase().endsWith(".pdf");

/** A file to be sent with the case, and what can be said of it before. */
export function FileLine({ file, drop }: { file: File; drop: () => void }): ReactElement {
  const facts = useQuery({ queryKey: ["pdf", file.name, file.size, file.lastModified], queryFn: () => factsOf(file), enabled: isPdf(file), gcTime: 0 }).data;
  const told = [
    facts?.pages ? counted(facts.pages, "page") : "",
    size(file.size),
    facts?.hasText === true ? "has text" : facts?.hasText === false ? "" : "read once the case is sent",
  ];
  return (
    <li>
      <Icon name="file" /><strong>{file.name}</strong> <small>{told.filter(Boolean).join(", ")}</small>
      {facts?.hasText === false && <Tag tone="warn">No text found</Tag>}
      {file.size > MOST && <Tag tone="bad">Over 20 MB</Tag>}
      <button type="button" className={parts.iconButton} aria-label={`Remove ${file.name}`} onClick={drop}><Icon name="cross" /></button>
    </li>
  );
}
