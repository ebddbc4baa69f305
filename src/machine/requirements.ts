import { findCniPlugins } from '../process/cni.ts';
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
      tools: [...new Set(each.filter((name) => !isFeature(name)).flatMap(toolsOf))].filter(
        (name) => !isInstalled(name),
      ),
      features: inState('missing'),
      untried: inState('unknown'),
    };
  });
}

/** What `docker` stands for: an Engine of the lab's own, and what its images are built of. */
const engineTools = ['docker', 'dockerd', 'containerd', 'runc', 'nginx', 'catatonit'] as const;

function toolsOf(name: string): readonly string[] {
  return name === 'docker' ? engineTools : [name];
}

/** Whether a tool is on this machine; `cni`: the plugins, which are in no PATH. */
export function isInstalled(tool: string): boolean {
  return (tool === 'cni' ? findCniPlugins() : findTool(tool)) !== undefined;
}

function isFeature(name: string): boolean {
  return name.startsWith(prefix);
}

function featureName(name: string): string {
  return name.slice(prefix.length);
}
