// What the bundle has instead of some modules of its packages: what they do is the same, what a start costs is not.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** An esbuild plugin. */
export const standIns = {
  name: 'stand-ins',
  setup(build) {
    // Only for Ink's own developers, with a package that is not installed and a whole WebSocket client behind it.
    build.onLoad({ filter: /\/ink\/build\/devtools\.js$/ }, () => ({ contents: '' }));
    build.onResolve({ filter: /^tiny-inflate$/ }, () => ({ path: here('inflate.cjs') }));
    // Loaded only for a text that is not simple: its sets of Unicode properties take V8 70 ms to make. One for all: a
    // second version that a package brings would have them made twice.
    build.onResolve({ filter: /^string-width$/ }, ({ pluginData }) =>
      pluginData === 'exact' ? undefined : { path: 'string-width', namespace: 'stand-in' },
    );
    build.onLoad({ filter: /^string-width$/, namespace: 'stand-in' }, () => ({
      resolveDir: here('.'),
      contents: `
        import { simpleWidth } from './simple-width.ts';
        export default (text, options) => simpleWidth(text) ?? require('exact-string-width').default(text, options);`,
    }));
    build.onResolve({ filter: /^exact-string-width$/ }, ({ kind, resolveDir }) =>
      build.resolve('string-width', { kind, resolveDir, pluginData: 'exact' }),
    );
    // Schemas made of JSON Schema or compiled to code: nothing here asks for either, but one namespace holds all of Zod.
    build.onLoad({ filter: /\/zod\/v4\/(?:classic\/from-json-schema|core\/compile)\.js$/ }, ({ path }) => {
      const names = readFileSync(path, 'utf8').matchAll(/^export (?:const|class|function) (\w+)/gm);
      return { contents: `export const ${[...names].map(([, name]) => `${name} = undefined`).join(', ')};` };
    });
    // Its messages in 50 languages, of which none but English is ever shown.
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: here('../../../node_modules/zod/v4/locales'),
    }));
  },
};
