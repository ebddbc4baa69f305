// `npm test [-- --unit | --lab | --e2e | --verify | --static]`: everything this repository promises, on this machine.
// Only syntax that Node 12 parses, see node-version.mjs.
import { demandNode } from './node-version.mjs';

demandNode();
import('./lib/run-tests.mjs')
  .then(({ runTests }) => runTests(process.argv.slice(2)))
  .catch((error) => {
    console.error('netns-course: ' + (error.stack || error.message));
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  });
