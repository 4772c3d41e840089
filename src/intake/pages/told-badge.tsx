import { Badge } from "../../ui/alert.tsx";
import { toldLabels } from "./labels.ts";

/** Says that a reading was kept from an earlier import, or corrected in this one; nothing when it is automatic. */
export function ToldBadge({ by }: { readonly by: "heading" | "list" | "chosen" | "memory" }) {
  if (by === "heading" || by === "list") return null;
  return <Badge tone={by === "memory" ? "cover" : "good"}>{toldLabels[by]}</Badge>;
}
