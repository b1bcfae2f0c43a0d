/** RFC 6238: a code belongs to one step of 30 seconds, and is taken one step before and after it as well. */
export const stepSeconds = 30;
const stepsKept = 2_880;

/**
 * Uses the step of an accepted code: gives the used steps with it, null when its code was used before. Steps more than a day before the
 * newest use are dropped: their codes are not taken any more. Which of two steps is later does not matter, so that a clock that was set
 * back locks nobody out.
 */
export function usingStep(used: readonly number[], step: number): number[] | null {
  if (used.includes(step)) return null;
  return [...used.filter((one) => one > step - stepsKept), step];
}
