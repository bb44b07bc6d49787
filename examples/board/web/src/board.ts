// The board as this page knows it. Changes may arrive twice, too early or not at all.
import type { Board, Change } from "board-client";

/** What applying a change came to. */
export type Applied = "applied" | "known" | "gap";

/** Applies a change to a board; a `gap` means that changes before it are missing. */
export function apply(board: Board, change: Change): Applied {
  if (change.revision <= board.revision) {
    return "known";
  }
  if (change.revision > board.revision + 1) {
    return "gap";
  }
  board.revision = change.revision;
  switch (change.what) {
    case "added":
      board.cards.push(change.card);
      break;
    case "moved": {
      const card = board.cards.find(({ id }) => id === change.id);
      if (card !== undefined) {
        card.lane = change.to;
      }
      break;
    }
    case "removed":
      board.cards = board.cards.filter(({ id }) => id !== change.id);
      break;
  }
  return "applied";
}
