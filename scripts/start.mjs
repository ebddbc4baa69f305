// `npm start [-- ARGUMENTS]`: whatever is missing is installed, the program is built, and takes over.
// Only syntax that Node 12 parses, see node-version.mjs.
import { demandNode } from './node-version.mjs';

demandNode();
import('./lib/run-course.mjs')
  .then(({ runCourse }) => runCourse(process.argv.slice(2)))
  .catch((error) => {
    console.error('netns-course: ' + error.message);
    process.exitCode = 2;
  });
