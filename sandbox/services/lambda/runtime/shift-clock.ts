const RealDate = Date;

/** Less than this is the way of a message, not another clock. */
const SHIFT_MS_MIN = 1_000;

let shiftMs = 0;

/** The machine's own time, whatever the function is told. */
export const machineNow = (): number => RealDate.now();

/** A function's clock is AWS's, which in the sandbox may be a test's: from now on it is about `nowMs`. */
export function setClock(nowMs: number): void {
  const found = nowMs - machineNow();
  shiftMs = Math.abs(found) < SHIFT_MS_MIN ? 0 : found;
  if (shiftMs !== 0) globalThis.Date = ShiftedDate;
}

/** `Date` whose present is shifted; everything else is as it was. */
const ShiftedDate = new Proxy(RealDate, {
  construct: (target, args, as) =>
    Reflect.construct(target, args.length === 0 ? [machineNow() + shiftMs] : args, as),
  apply: () => new RealDate(machineNow() + shiftMs).toString(),
  get: (target, key, receiver) =>
    key === 'now' ? () => machineNow() + shiftMs : Reflect.get(target, key, receiver),
});
