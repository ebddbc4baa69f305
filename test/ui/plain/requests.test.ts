import { expect, test } from 'vitest';
import { parseRequest } from '../../../src/ui/plain/requests.ts';

test.each([
  [['next'], { type: 'next' }],
  [['quit'], { type: 'quit' }],
  [['exit'], { type: 'quit' }],
  [[], { type: 'help' }],
  [['answer', '7a:01', 'b'], { type: 'answer', text: '7a:01 b' }],
  [['goto', '3'], { type: 'goto', target: '3' }],
  [['reset', 'step'], { type: 'reset', what: 'step' }],
  [['reset'], { type: 'reset', what: 'ask' }],
  [['reset', 'everything'], { type: 'reset', what: 'ask' }],
  [['node01'], { type: 'node', node: 'node01' }],
  [['topology'], { type: 'topology' }],
  [['explain', 'a', 'b', 'tcp', '80'], { type: 'explain', words: ['a', 'b', 'tcp', '80'] }],
  [['trace', 'a', '10.0.0.1'], { type: 'trace', words: ['a', '10.0.0.1'] }],
  [['pass'], { type: 'unknown', word: 'pass' }],
])('course %j', (words, request) => {
  expect(parseRequest(words)).toEqual(request);
});
