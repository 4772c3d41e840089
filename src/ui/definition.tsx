import "./lists.css";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";

interface DefinitionProps {
  /** The word defined, as it stands in the page. */
  readonly term: string;
  readonly children: ReactNode;
}

/** A word whose meaning is one gesture away: press it, its definition opens beside it. */
export function Definition({ term, children }: DefinitionProps) {
  return (
    <DialogTrigger>
      <Button className="definition" aria-label={`${term}\u00a0: comment c’est compté`}>
        {term}
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="definition-text" aria-label={`Définition\u00a0: ${term}`}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
