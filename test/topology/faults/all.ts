import { filterFaults } from './filters.ts';
import { linkFaults } from './links.ts';
import { routeFaults } from './routes.ts';
import { serviceFaults } from './services.ts';
import { settingFaults } from './settings.ts';
import type { Fault } from './types.ts';
import { wireFaults } from './wire.ts';

export const allFaults: readonly Fault[] = [
  ...linkFaults,
  ...routeFaults,
  ...filterFaults,
  ...wireFaults,
  ...serviceFaults,
  ...settingFaults,
];
