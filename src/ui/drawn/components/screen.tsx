import { Box, Text } from 'ink';
import type { Rect } from '../layout.ts';
import type { View } from '../view.ts';

/** The chrome; the panes' rows are put into the empty places left for them by the compositor. */
export function Screen({ view }: { readonly view: View }) {
  const { layout, header, checks, status } = view;
  if (layout.mode === 'too-small') {
    return (
      <Box width={layout.columns} height={layout.rows} overflow="hidden">
        <Text>{header}</Text>
      </Box>
    );
  }
  return (
    <Box flexDirection="column" width={layout.columns} height={layout.rows}>
      <Line text={header} />
      <Panes view={view} />
      <Line text={checks} />
      <Line text={status} />
    </Box>
  );
}

function Panes({ view: { layout, divider, vertical } }: { readonly view: View }) {
  const side = layout.mode === 'side';
  const { lesson, pictureTitle, picture } = layout;
  return (
    <Box flexDirection={side ? 'row' : 'column'} height={layout.rows - 3}>
      {(lesson ?? picture) !== undefined && (
        <Box flexDirection="column" flexShrink={0}>
          {lesson !== undefined && <Place rect={lesson} />}
          {pictureTitle !== undefined && <Place rect={pictureTitle} />}
          {picture !== undefined && <Place rect={picture} />}
        </Box>
      )}
      {layout.divider !== undefined &&
        (side ? <Rule rect={layout.divider} sign={vertical} /> : <Line text={divider} />)}
      {layout.shell !== undefined && <Place rect={layout.shell} />}
    </Box>
  );
}

function Place({ rect }: { readonly rect: Rect }) {
  return <Box width={rect.width} height={rect.height} flexShrink={0} />;
}

function Rule({ rect, sign }: { readonly rect: Rect; readonly sign: string }) {
  return (
    <Box width={rect.width} height={rect.height} flexShrink={0}>
      <Text>{Array.from({ length: rect.height }, () => sign).join('\n')}</Text>
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
