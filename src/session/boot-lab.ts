import { LabError, type Lab, type LabOptions } from '../lab/types.ts';

/** A lab may be refused for a moment on a machine that is busy (EAGAIN of clone(2)); it is asked for once more. */
const againMs = 300;

/** @param isClosed nobody wants it any more */
export async function bootLab(
  startLab: (options: LabOptions) => Promise<Lab>,
  options: LabOptions,
  isClosed: () => boolean,
): Promise<Lab> {
  try {
    return await startLab(options);
  } catch (error) {
    if (!(error instanceof LabError) || isClosed()) throw error;
    await new Promise((resolve) => setTimeout(resolve, againMs));
    return startLab(options);
  }
}
