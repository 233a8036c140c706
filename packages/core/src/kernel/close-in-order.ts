/** Closes each before the next, whether or not those before could be closed; a failure is reported. */
export async function closeInOrder(
  opened: readonly (AsyncDisposable | Disposable | null)[],
  report: (error: unknown) => void = () => undefined,
): Promise<void> {
  for (const resource of opened) {
    try {
      await using _ = resource
    } catch (error) {
      report(error)
    }
  }
}
