/** GOARCH's names, which images and releases of Go programs bear, of the processors a lab runs on (Node's `process.arch`). */
export const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
