// What a mouse or a finger does to a grid: a click opens a row, dragging selects cells, or changes a column's width.

export class GridMouse {
  constructor(grid) {
    this.grid = grid;
    const { table } = grid;
    table.addEventListener("click", (event) => this.click(event));
    table.addEventListener("pointerdown", (event) => this.down(event));
    table.addEventListener("dblclick", ({ target }) => target.dataset.grip && grid.setWidth(Number(target.dataset.grip)));
  }

  click(event) {
    const { grid } = this;
    const button = event.target.closest("thead button");
    if (button) {
      const column = Number(button.dataset.column ?? button.dataset.facet);
      grid.active = { row: -1, column };
      grid.markActive();
      if (button.dataset.facet) grid.on.facet(grid.columns[column], button);
      else grid.on.sort(grid.columns[column].name);
      return;
    }
    const at = placeOf(event.target);
    if (!at || this.dragged || event.shiftKey) return;
    grid.move(at.row, at.column);
    // With Ctrl a cell becomes active and nothing opens, so that it can be copied.
    if (!event.ctrlKey && !event.metaKey) grid.on.open(grid.rows[at.row]);
  }

  down(event) {
    const { grid } = this;
    this.dragged = false;
    if (event.button !== 0) return;
    if (event.target.dataset.grip) this.resize(event);
    const start = placeOf(event.target);
    // Fingers scroll instead.
    if (!start || event.pointerType === "touch" || grid.cards) return;
    if (event.shiftKey) {
      event.preventDefault();
      grid.table.focus({ preventScroll: true });
      grid.move(start.row, start.column, { extend: true });
      return;
    }
    this.follow((move) => {
      const to = placeOf(document.elementFromPoint(move.clientX, move.clientY)) ?? this.beyond(move);
      if (!to || (to.row === grid.active.row && to.column === grid.active.column && this.dragged)) return;
      if (!this.dragged && to.row === start.row && to.column === start.column) return;
      if (!this.dragged) grid.move(start.row, start.column);
      this.dragged = true;
      grid.move(to.row, to.column, { extend: true });
    });
  }

  /** The next row if the pointer is below or above the rows, so that they scroll. */
  beyond({ clientY }) {
    const { grid } = this;
    const { top, bottom } = grid.scroller.getBoundingClientRect();
    const { row, column } = grid.active;
    const to = clientY > bottom ? row + 1 : clientY < top + grid.scroll.head ? row - 1 : row;
    return { row: Math.max(0, Math.min(to, grid.rows.length - 1)), column };
  }

  resize(event) {
    const { grid } = this;
    const index = Number(event.target.dataset.grip);
    const [from, width] = [event.clientX, grid.sizes[index]];
    event.preventDefault();
    this.follow((move) => grid.setWidth(index, width + move.clientX - from));
  }

  /** Calls back while the pointer moves, until it is up. */
  follow(onMove) {
    const end = new AbortController();
    addEventListener("pointermove", onMove, { signal: end.signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => end.abort(), { signal: end.signal });
  }
}

/** The row and the column of a cell; undefined if there is none. */
function placeOf(target) {
  const cell = target?.closest?.("#grid tbody :is(td, th)");
  const place = cell?.parentElement.dataset.place;
  return place === undefined ? undefined : { row: Number(place), column: cell.cellIndex };
}
