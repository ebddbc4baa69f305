import { describe, expect, test } from 'vitest';
import { parseRoster } from '../../src/grade/roster.ts';

function students(text: string): unknown {
  const found = parseRoster(text);
  return 'students' in found
    ? found.students
    : found.problems.map(({ line, column, why }) => `${String(line)}:${String(column)} ${why.type}`);
}

describe('a roster', () => {
  test('of Classroom 50, with quotation marks and line ends of a spreadsheet', () => {
    const text =
      '\ufeffusername,first_name,last_name,email,section,github_id\r\nada,Ada,"King, Countess",ada@example.org,A,1\r\n\r\nalan,Alan,Turing,,,\r\n';
    expect(students(text)).toEqual([
      { id: 'ada', firstName: 'Ada', lastName: 'King, Countess', email: 'ada@example.org', section: 'A' },
      { id: 'alan', firstName: 'Alan', lastName: 'Turing', email: '', section: '' },
    ]);
  });

  test('of names and ids only, by semicolons; the student’s id before the user’s name', () => {
    expect(students('Username;Student ID;Name\nada;s1;Ada\n')).toEqual([
      { id: 's1', firstName: 'Ada', lastName: '', email: '', section: '' },
    ]);
  });

  test('of whole names, which come apart; where the parts are there, they count', () => {
    const names = (text: string): unknown =>
      (students(text) as { firstName: string; lastName: string }[]).map(({ firstName, lastName }) => [
        firstName,
        lastName,
      ]);
    expect(names('id,name\n1,Ada Augusta King\n2,"Turing, Alan"\n3,王小明\n4,\n')).toEqual([
      ['Ada Augusta', 'King'],
      ['Alan', 'Turing'],
      ['王小明', ''],
      ['', ''],
    ]);
    expect(names('id,name,last_name\n1,Ada King,Lovelace\n2,Alan Turing,\n')).toEqual([
      ['', 'Lovelace'],
      ['Alan', 'Turing'],
    ]);
  });

  test('says every mistake with line and field', () => {
    expect(students('username,email\nada,a\n,b\nalan,c\nada,d\nbad\u0007,e\ngrace,f,g\n')).toEqual([
      '3:1 id-missing',
      '5:1 id-twice',
      '6:1 id-bad',
      '7:3 too-many',
    ]);
    expect(students('')).toEqual(['1:1 empty']);
    expect(students('username\n')).toEqual(['2:1 empty']);
    expect(students('who,email\nada,a\n')).toEqual(['1:1 no-id']);
    expect(students('username,email\nada,a\nalan,"c\n')).toEqual(['3:2 not-csv']);
    expect(students('username,email\nada,a"b"\nalan,c\n')).toEqual(['2:2 not-csv']);
  });
});
