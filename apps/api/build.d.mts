/** Bundles the server. Programs are sources by the name of their file. */
export function build(options?: {
  readonly dir?: string
  readonly programs?: Readonly<Record<string, string>>
}): Promise<void>
