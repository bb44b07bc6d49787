// What is on the screen. Knows nothing of connections.
import type { Board, Card, Lane } from "board-client";

const LANES: readonly Lane[] = ["todo", "doing", "done"];

/** What people can do on the page. */
export interface Actions {
  add(title: string): void;
  move(card: Card, to: Lane): void;
  remove(card: Card): void;
}

export class Page {
  readonly #actions: Actions;

  constructor(actions: Actions) {
    this.#actions = actions;
    const form = element<HTMLFormElement>("#add");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const title = element<HTMLInputElement>("#title");
      actions.add(title.value);
      title.value = "";
    });
  }

  show(board: Board): void {
    for (const lane of LANES) {
      const cards = board.cards.filter((card) => card.lane === lane);
      element(`[data-lane="${lane}"] ol`).replaceChildren(
        ...cards.map((card) => this.#card(card)),
      );
    }
  }

  connection(text: string): void {
    element("#connection").textContent = text;
  }

  notice(text: string): void {
    element("#notice").textContent = text;
  }

  #card(card: Card): HTMLLIElement {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = card.title;
    const author = document.createElement("small");
    author.textContent = card.author;
    item.append(title, author);
    const at = LANES.indexOf(card.lane);
    const [back, on] = [LANES[at - 1], LANES[at + 1]];
    if (back !== undefined) {
      item.append(button("←", `Move back: ${card.title}`, () => {
        this.#actions.move(card, back);
      }));
    }
    if (on !== undefined) {
      item.append(button("→", `Move on: ${card.title}`, () => {
        this.#actions.move(card, on);
      }));
    }
    item.append(button("×", `Remove: ${card.title}`, () => {
      this.#actions.remove(card);
    }));
    return item;
  }
}

function button(text: string, label: string, click: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", click);
  return made;
}

function element<E extends Element>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (found === null) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}
