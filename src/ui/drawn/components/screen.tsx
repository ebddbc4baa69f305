import { Box, Text } from 'ink';
import type { Rect } from '../layout.ts';
import type { View } from '../view.ts';

/** The whole screen but the shell's rows, which the compositor puts into the empty place left for them. */
export function Screen({ view }: { readonly view: View }) {
  const { layout, header, checks, status } = view;
  return (
    <Box flexDirection="column" width={layout.columns} height={layout.rows}>
      <Line text={header} />
      {layout.mode !== 'too-small' && (
        <>
          <Panes view={view} />
          <Line text={checks} />
          <Line text={status} />
        </>
      )}
    </Box>
  );
}

function Panes({ view: { layout, lesson, divider, vertical } }: { readonly view: View }) {
  const side = layout.mode === 'side';
  return (
    <Box flexDirection={side ? 'row' : 'column'} height={layout.rows - 3}>
      {layout.lesson !== undefined && <Pane rect={layout.lesson} lines={lesson} />}
      {layout.divider !== undefined &&
        (side ? (
          <Pane rect={layout.divider} lines={Array.from({ length: layout.divider.height }, () => vertical)} />
        ) : (
          <Line text={divider} />
        ))}
      {layout.shell !== undefined && <Pane rect={layout.shell} lines={[]} />}
    </Box>
  );
}

function Pane({ rect, lines }: { readonly rect: Rect; readonly lines: readonly string[] }) {
  return (
    <Box flexDirection="column" width={rect.width} height={rect.height} flexShrink={0} overflow="hidden">
      {lines.map((text, index) => (
        // Lines have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Line key={index} text={text} />
      ))}
    </Box>
  );
}

function Line({ text }: { readonly text: string }) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{text === '' ? ' ' : text}</Text>
    </Box>
  );
}
