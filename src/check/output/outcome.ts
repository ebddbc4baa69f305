/** What one command's output says about a check. */
export interface Outcome {
  readonly passed: boolean;
  readonly observed: string;
}

export function passed(observed: string): Outcome {
  return { passed: true, observed };
}

export function failed(observed: string): Outcome {
  return { passed: false, observed };
}
