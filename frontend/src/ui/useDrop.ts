import { useEffect } from "react";

/** A file dropped anywhere on the page is taken; the browser would leave the page for it. */
export function useDrop(take: ((files: readonly File[]) => void) | null): void {
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const dropped = (event: DragEvent): void => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) take?.(files);
    };
    addEventListener("dragover", over);
    addEventListener("drop", dropped);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", dropped);
    };
  }, [take]);
}
