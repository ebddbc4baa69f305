import { findTool } from '../process/find.ts';
import { tryFeatures, type FeatureState } from './features.ts';

/** What of a lesson's `requires` this machine lacks. */
export interface Lacking {
  readonly tools: readonly string[];
  /** Kernel features, without `kernel:`. */
  readonly features: readonly string[];
  /** Features that could not be tried here. */
  readonly untried: readonly string[];
}

const prefix = 'kernel:';

/**
 * Looks for tools and tries kernel features, each once for all lessons together.
 * @param required each lesson's `requires`: tool names and `kernel:FEATURE`
 * @returns one answer a lesson, in the same order
 */
export async function lackingFor(required: readonly (readonly string[])[]): Promise<readonly Lacking[]> {
  const features = required.flat().filter(isFeature).map(featureName);
  const states = await tryFeatures(features);
  return required.map((each) => {
    const inState = (state: FeatureState) =>
      each
        .filter(isFeature)
        .map(featureName)
        .filter((name) => states.get(name) === state);
    return {
      tools: each.filter((name) => !isFeature(name) && findTool(name) === undefined),
      features: inState('missing'),
      untried: inState('unknown'),
    };
  });
}

function isFeature(name: string): boolean {
  return name.startsWith(prefix);
}

function featureName(name: string): string {
  return name.slice(prefix.length);
}
