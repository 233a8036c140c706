/** How to launch Chromium here; without a path Playwright finds its own. */
export function findBrowser(): Promise<{ readonly executablePath?: string; readonly args: string[] }>
