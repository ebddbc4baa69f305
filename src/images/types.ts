/** The images that the course's lessons run, by the name they are kept under. */
export const imageNames = ['nginx', 'pause'] as const;
export type ImageName = (typeof imageNames)[number];

/** Where an image came from. */
export type ImageOrigin =
  /** Made of this machine's own programs: what they are, the recipe's own digest, and the files that went in. */
  | {
      readonly kind: 'built';
      readonly of: string;
      readonly recipe: string;
      /** Each with its size in bytes and its time in ms, so that a newer one is noticed. */
      readonly files: readonly { readonly path: string; readonly size: number; readonly time: number }[];
    }
  /** Fetched by one of the host's tools, by that reference. */
  | { readonly kind: 'pulled'; readonly by: string; readonly reference: string };

/**
 * An image of the cache: `NAME.json`, beside the blobs it names. The configuration's digest is the image's ID (OCI image
 * specification, "ImageID"); layers are uncompressed, so that their digests are the configuration's `diff_ids`.
 */
export interface StoredImage {
  readonly schema: 'netns-course/image/v1';
  readonly name: ImageName;
  /** `nginx:latest` … : what `docker run` calls it. */
  readonly tags: readonly string[];
  readonly origin: ImageOrigin;
  /** SHA-256 in hex. */
  readonly config: string;
  /** SHA-256 in hex, the lowest first. */
  readonly layers: readonly string[];
  /** Of all its blobs. */
  readonly bytes: number;
}

/** Why an image could not be had. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly image: ImageName;
  readonly reason: ImageProblem;
  constructor(image: ImageName, reason: ImageProblem) {
    super(`${image}: ${JSON.stringify(reason)}`);
    this.image = image;
    this.reason = reason;
  }
}

export type ImageProblem =
  /** Programs that it is built of are not installed. */
  | { readonly kind: 'not-installed'; readonly tools: readonly string[] }
  /** `ldd` does not find a library that one of its programs needs. */
  | { readonly kind: 'no-library'; readonly library: string }
  /** None of the tools that could fetch it is installed. */
  | { readonly kind: 'no-puller'; readonly tools: readonly string[] }
  /** A tool failed; `detail`: what it said last. */
  | { readonly kind: 'failed'; readonly tool: string; readonly detail: string }
  /** What was fetched is no image that we understand. */
  | { readonly kind: 'not-an-image'; readonly detail: string };
