/** A hash over the content of files and folders, named from the root; what no build reads is left out. */
export function fingerprint(...names: string[]): string
