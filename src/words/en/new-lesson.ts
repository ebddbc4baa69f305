/** What `new` says and writes. */
export const newLesson = {
  command: {
    brief: 'Begin a lesson of your own: a folder with a lesson that already works',
    full: `Writes NN-ID/lesson.md with the next free number; lint and verify pass on it as it stands, and you change it from there.

Examples:
  netns-course new macvlan                       in the course of this directory
  netns-course new macvlan --course my-course    a directory that is there, or is made
  netns-course new macvlan --title "A second MAC address"`,
    id: 'ID: small letters, digits and hyphens',
    title: 'The title (made of the ID otherwise)',
    word: 'TEXT',
  },
  badId: ({ id }: { id: string }) =>
    `"${id}" cannot be a lesson's id: small letters, digits and single hyphens between them, such as my-lesson.`,
  badTitle: 'A title is one line of 1 to 120 characters.',
  isThere: ({ id, folder }: { id: string; folder: string }) =>
    `The lesson ${id} is there already, in ${folder}. Choose another id.`,
  noNumber: ({ directory }: { directory: string }) =>
    `The last lesson in ${directory} has the highest number there is (999999); rename its folder.`,
  cannotWrite: ({ path, reason }: { path: string; reason: string }) => `${path} cannot be written: ${reason}`,
  written: ({ file, course, id }: { file: string; course: string; id: string }) => `Written: ${file}

Next:
  netns-course lint --course ${course}
  netns-course verify ${id} --course ${course}
  netns-course start ${id} --course ${course}      the page follows the file while you write`,
  courseReadme: ({ title }: { title: string }) => `# ${title}

A course for netns-course: \`npx netns-course --course .\`
`,
  courseTitle: 'My course',
  lesson: ({ title }: { title: string }) => `---
title: ${title}
minutes: 5
mode: guided
world: host
requires: [ip]
vars: { name: red }
---

# ${title}

Say first why this matters, and draw it where a picture helps. Then one \`##\` section for each step.

## Make a namespace

What is typed here is typed by the learner, and by \`verify\`. The lines without a prompt are what it should look like;
\`netns-course verify --update\` rewrites them with what a lab printed.

\`\`\`console
$ ip netns add \${name}
$ ip netns list
\${name}
\`\`\`

\`\`\`yaml check
- netns: \${name}
  fail: There is no namespace \${name} yet.
- output: { netns: \${name} }
  title: ip netns list shows it
\`\`\`

> [!TIP]
> Namespaces with a name are managed by \`ip netns\`; \`ip netns help\` lists its words.

> [!IMPORTANT]
> Say here what has happened: a file in \`/run/netns\` now keeps a network alive that no process uses.
`,
};
