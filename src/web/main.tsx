import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/controls.css";
import "../ui/surfaces.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Gate } from "./gate.tsx";

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Gate />
    </StrictMode>,
  );
