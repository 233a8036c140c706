import { Button } from '../../../ui/button.tsx'

export interface TryAgainProps {
  readonly isBusy: boolean
  readonly onTry: () => unknown
}

export const TryAgain = ({ isBusy, onTry }: TryAgainProps) => (
  <Button size="small" disabled={isBusy} onClick={() => void onTry()}>
    Try again
  </Button>
)
