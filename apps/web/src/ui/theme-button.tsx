import { Moon, Sun } from 'lucide-react'
import { toggleTheme, useTheme } from '../lib/appearance.ts'
import { IconButton } from './icon-button.tsx'

export function ThemeButton() {
  const isDark = useTheme() === 'dark'
  return <IconButton icon={isDark ? Sun : Moon} label={isDark ? 'Light theme' : 'Dark theme'} onClick={toggleTheme} />
}
