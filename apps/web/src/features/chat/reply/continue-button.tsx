import { StepForward } from 'lucide-react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { Button } from '../../../ui/button.tsx'

export interface ContinueButtonProps {
  readonly needs: Missing | null
  readonly onContinue: () => void
}

/** Has a reply that ended early go on. Whether its model does, its template decides: so what can happen is said. */
export const ContinueButton = ({ needs, onContinue }: ContinueButtonProps) => (
  <Button
    size="small"
    icon={StepForward}
    needs={needs}
    title="Continue where the response stopped. Some models start over instead."
    onClick={onContinue}
  >
    Continue
  </Button>
)
