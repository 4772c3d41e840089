import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/controls.css";
import "../ui/surfaces.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { takeArrivedNumber } from "../telephone/pages/arrived-number.ts";
import { firstDrawing, Gate } from "./gate.tsx";

// Before anything is drawn: a number in the address stays there no longer than this.
takeArrivedNumber();

const root = document.getElementById("root");
if (root)
  void firstDrawing().then(() =>
    createRoot(root).render(
      <StrictMode>
        <Gate />
      </StrictMode>,
    ),
  );
