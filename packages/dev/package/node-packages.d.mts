export const nodePackages: Readonly<Record<string, string>>
