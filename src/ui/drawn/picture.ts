import type { Lab } from '../../lab/types.ts';
import { followNetwork, type LiveNetwork } from '../../session/live-network.ts';
import { changesBetween } from '../../topology/changes.ts';
import { changesText } from '../../topology/draw/changes.ts';
import { drawPicture, type Picture } from '../../topology/draw/text.ts';
import type { Topology } from '../../topology/types.ts';
import type { Words } from '../../words/index.ts';

/** What the picture's pane shows. */
export interface DrawnPicture extends Pick<Picture, 'lines' | 'news'> {
  /** What the last command changed, a line each. */
  readonly changes: readonly string[];
}

/** The picture of the lab's network, drawn anew when the network is another, or its pane. */
export interface LivePicture {
  /** Follows this lab from now on; nothing, where there is none or the pane is closed. */
  readonly follow: (lab: Lab | undefined) => void;
  /** Draws the network as this changes it, until the next command. */
  readonly mark: (how: (topology: Topology) => Topology) => void;
  readonly commandBegan: () => void;
  readonly commandEnded: () => void;
  /**
   * Undefined until the kernel has answered.
   *
   * @param width columns that no line exceeds
   */
  readonly draw: (width: number) => DrawnPicture | undefined;
}

export interface LivePictureOptions {
  readonly words: Words;
  readonly style: { readonly colour: boolean; readonly ascii: boolean };
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export function createPicture({ words, style, onChange, onError }: LivePictureOptions): LivePicture {
  let lab: Lab | undefined;
  let mark: ((topology: Topology) => Topology) | undefined;
  let network: LiveNetwork | undefined;
  let order: readonly string[] = [];
  /** By width: the pane's, and that of a picture in the lesson's text. */
  const drawn = new Map<number, DrawnPicture>();
  let of: readonly unknown[] = [];

  const marked = (topology: Topology): Topology => mark?.(topology) ?? topology;

  const draw = (now: Topology, before: Topology | undefined, width: number): DrawnPicture => {
    const picture = drawPicture(marked(now), words, { ...style, width, order, before: before && marked(before) });
    order = picture.order;
    const changes = before === undefined ? [] : changesText(changesBetween(before, now), words);
    return { lines: picture.lines, news: picture.news, changes };
  };
  return {
    follow: (next) => {
      if (next === lab) return;
      network?.close();
      network = next === undefined ? undefined : followNetwork({ lab: next, onChange, onError });
      // A lab is another one with its namespaces: their places are nobody's any more.
      if (next !== undefined) order = [];
      lab = next;
    },
    mark: (how) => {
      mark = how;
      onChange();
    },
    commandBegan: () => {
      mark = undefined;
      network?.commandBegan();
    },
    commandEnded: () => network?.refresh(),
    draw: (width) => {
      const [now, before] = [network?.now(), network?.before()];
      // A catalogue's area is another one in another language.
      const from = [now, before, mark, words.topology];
      if (from.some((each, index) => each !== of[index])) drawn.clear();
      of = from;
      if (now === undefined) return undefined;
      const picture = drawn.get(width) ?? draw(now, before, width);
      drawn.set(width, picture);
      return picture;
    },
  };
}
