import { type Suite, vnPerf } from '../runner/plan/case.ts';

export const sync: Suite = {
  area: 'sync',
  title: 'Fences',
  cases: [
    {
      name: 'fence-empty',
      title: 'A fence on an empty submission signals',
      catches: "fence feedback that never reaches the guest's memory: submit 0, status 1, wait 2 (VK_TIMEOUT)",
      variants: vnPerf('no_fence_feedback'),
    },
    {
      name: 'fence-work',
      title: 'A fence on a fill signals when the fill is visible, not before',
      catches: 'a fence that signals early, or work that is lost',
      variants: vnPerf('no_fence_feedback'),
    },
    {
      name: 'fence-poll',
      title: "Polling a fence's status reaches success and agrees with the wait",
      catches: 'a status that is never written, or that disagrees with the wait',
      variants: vnPerf('no_fence_feedback'),
    },
  ],
};
