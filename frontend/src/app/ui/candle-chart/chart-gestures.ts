/** A place on the picture, in pixels from its upper left corner. */
export interface Spot {
  x: number;
  y: number;
}

/** What a reader does to a chart with wheel, pointer and fingers; shares are of the picture's width. */
export interface ChartGestures {
  zoom: (anchor: number, factor: number) => void;
  /** Positive moves towards older candles, as the picture follows the finger to the right. */
  drag: (share: number) => void;
  reset: () => void;
  /** The mouse is over a place; null when it left. */
  hover: (spot: Spot | null) => void;
  /** A pointer went down; true when it takes hold of something, so that moving it does not move the view. */
  grip: (spot: Spot, touch: boolean) => boolean;
  slide: (spot: Spot) => void;
  release: (spot: Spot) => void;
  /** A pointer came up where it went down, holding nothing. */
  tap: (spot: Spot, touch: boolean) => void;
}

/** A finger that moved less has not moved. */
const tapPixels = 6;
/** Two fingers at one place would zoom without end. */
const leastSpread = 4;

/** Listens on an element; returns what ends it. One pointer drags or holds, two pinch, the wheel zooms, a double click resets. */
export function listenForGestures(element: HTMLElement, gestures: ChartGestures): () => void {
  const pointers = new PointerTracker(element, gestures);
  const wheel = (event: WheelEvent): void => {
    // A page that scrolls sideways or is pinched on a trackpad sends the same event with other axes and ctrlKey.
    event.preventDefault();
    const { x } = pointers.spot(event);
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) gestures.drag(-event.deltaX / 800);
    else gestures.zoom(x / Math.max(1, element.clientWidth), Math.exp(Math.max(-1, Math.min(1, event.deltaY / 400))));
  };
  const listeners = {
    pointerdown: (event: PointerEvent): void => pointers.down(event),
    pointermove: (event: PointerEvent): void => pointers.move(event),
    pointerup: (event: PointerEvent): void => pointers.up(event),
    pointercancel: (event: PointerEvent): void => pointers.up(event),
    pointerleave: ({ pointerType }: PointerEvent): void => void (pointerType !== 'touch' && gestures.hover(null)),
    dblclick: (): void => gestures.reset(),
    wheel,
  };
  for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener as EventListener, { passive: false });
  return () => {
    for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener as EventListener);
  };
}

/** Which pointers are down, and what that means. */
class PointerTracker {
  private readonly pointers = new Map<number, Spot>();
  private holding = false;
  /** Where a lone pointer went down, as long as it stays there. */
  private pressed: Spot | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly gestures: ChartGestures,
  ) {}

  spot(event: MouseEvent): Spot {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.spot(event);
    this.pointers.set(event.pointerId, at);
    const alone = this.pointers.size === 1;
    this.pressed = alone ? at : null;
    this.holding = alone && this.gestures.grip(at, event.pointerType === 'touch');
    this.element.setPointerCapture(event.pointerId);
  }

  move(event: PointerEvent): void {
    const at = this.spot(event);
    const before = this.pointers.get(event.pointerId);
    if (event.pointerType !== 'touch') this.gestures.hover(at);
    if (before === undefined) return;
    if (this.pressed !== null && Math.hypot(at.x - this.pressed.x, at.y - this.pressed.y) > tapPixels) this.pressed = null;
    const { spread } = this.fingers();
    this.pointers.set(event.pointerId, at);
    if (this.holding) this.gestures.slide(at);
    else if (this.pointers.size === 1) this.gestures.drag(this.share(at.x - before.x));
    else this.gestures.zoom(this.share(this.fingers().middle), spread / this.fingers().spread);
  }

  up(event: PointerEvent): void {
    if (!this.pointers.delete(event.pointerId)) return;
    const at = this.spot(event);
    if (this.holding) this.gestures.release(at);
    else if (this.pressed !== null && event.type === 'pointerup') this.gestures.tap(at, event.pointerType === 'touch');
    this.holding = false;
    this.pressed = null;
  }

  private share(pixels: number): number {
    return pixels / Math.max(1, this.element.clientWidth);
  }

  private fingers(): { spread: number; middle: number } {
    const [a = { x: 0 }, b = { x: 0 }] = [...this.pointers.values()];
    return { spread: Math.max(leastSpread, Math.abs(a.x - b.x)), middle: (a.x + b.x) / 2 };
  }
}
