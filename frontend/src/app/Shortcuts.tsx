import { useState, type ReactElement } from "react";
import { setSingleKeysOff, SHORTCUTS, singleKeysOff } from "../ui/keys";
import { Dialog } from "../ui/parts";
import styles from "./Shortcuts.module.css";

export function Shortcuts({ close }: { close: () => void }): ReactElement {
  const [off, setOff] = useState(singleKeysOff);
  const switched = (wanted: boolean): void => {
    setSingleKeysOff(wanted);
    setOff(wanted);
  };
  return (
    <Dialog title="Keyboard shortcuts" close={close}>
      <div className={styles.groups}>
        {SHORTCUTS.map(({ where, keys }) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className={styles.choice}>
        <input data-first type="checkbox" checked={!off} onChange={(event) => switched(!event.target.checked)} />
        Single keys act (kept in this browser)
      </label>
    </Dialog>
  );
}
