import { schema as httpSchema } from '../../check/kinds/http.ts';
import { schema as reachSchema } from '../../check/kinds/reach.ts';
import { negated, writer } from './condition.ts';
import { inNetns, wholeWords, word } from './quote.ts';

/** One real ping, connection or request. */

export const reach = writer(reachSchema, ({ from, to, port, answered }) => {
  const command =
    port === undefined
      ? `ping -n -c 1 -W 1 ${word(to)}`
      : `timeout 2 bash -c ${word(`exec 3<> /dev/tcp/${to}/${String(port)}`)}`;
  return negated(`${inNetns(from, command)} > /dev/null 2>&1`, !answered);
});

export const http = writer(httpSchema, ({ url, from, status, contains }) => {
  const get = inNetns(from, `curl -s -m 2 ${word(url)}`);
  const code = inNetns(from, `curl -s -m 2 -o /dev/null -w '%{http_code}' ${word(url)}`);
  const wanted = status === undefined ? '^[23][0-9][0-9]$' : `^${String(status)}$`;
  const isRight = `${code} | grep -Eq -- ${word(wanted)}`;
  return contains === undefined ? isRight : `${isRight} && ${get} | grep -Pq -- ${word(wholeWords(contains))}`;
});
