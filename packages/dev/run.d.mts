/** The folder of the repository. */
export const root: string

/** Runs a program of the workspace, and resolves with its exit code. */
export function run(
  command: string,
  args: readonly string[],
  options?: { cwd?: string; env?: Record<string, string>; quiet?: boolean },
): Promise<number>
