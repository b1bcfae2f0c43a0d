/** What a reader does to a chart with wheel, pointer, fingers and keys, in shares of the picture's width. */
export interface ChartGestures {
  zoom: (anchor: number, factor: number) => void;
  /** Positive moves towards older candles, as the picture follows the finger to the right. */
  drag: (share: number) => void;
  reset: () => void;
}

/** Listens on an element; returns what ends it. One pointer drags, two pinch, the wheel zooms, a double click resets. */
export function listenForGestures(element: HTMLElement, gestures: ChartGestures): () => void {
  const pointers = new Map<number, number>();
  const share = (clientX: number): number => {
    const box = element.getBoundingClientRect();
    return (clientX - box.left) / Math.max(1, box.width);
  };
  const spread = (): number => {
    const [a = 0, b = 0] = [...pointers.values()];
    return Math.max(0.01, Math.abs(a - b));
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, share(event.clientX));
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const spreadBefore = spread();
    const now = share(event.clientX);
    pointers.set(event.pointerId, now);
    if (pointers.size === 1) gestures.drag(now - before);
    else {
      const [a = 0, b = 0] = [...pointers.values()];
      gestures.zoom((a + b) / 2, spreadBefore / spread());
    }
  };
  const up = (event: PointerEvent): void => void pointers.delete(event.pointerId);
  const wheel = (event: WheelEvent): void => {
    // A page that scrolls sideways or is pinched on a trackpad sends the same event with other axes and ctrlKey.
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) gestures.drag(-event.deltaX / 800);
    else gestures.zoom(share(event.clientX), Math.exp(Math.max(-1, Math.min(1, event.deltaY / 400))));
  };
  const reset = (): void => gestures.reset();

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('dblclick', reset);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('dblclick', reset);
  };
}
