import { expect, it } from 'vitest';
import type { HostDriverChoice } from '../../../../runner/plan/target.ts';
import { choiceFor } from '../../../../runner/stack/host-driver/with-driver.ts';

const libraries = { folders: [], ownRoot: true };
const tree = { libraries, vulkanDriver: '/usr/share/vulkan/icd.d/lvp_icd.json' };
const bare = { libraries, vulkanDriver: null };
const machine = { libraries: null, vulkanDriver: null };

it.each<[string, Parameters<typeof choiceFor>[0], HostDriverChoice | undefined, HostDriverChoice | null]>([
  ['a stack with lavapipe stays as it is', tree, undefined, null],
  ['also where that is asked for', tree, 'lavapipe', null],
  ['but not where the vendor’s may be', tree, 'auto', 'auto'],
  ['a stack without any must have the machine’s', bare, undefined, 'system'],
  ['and has nothing that auto could fall back to', bare, 'auto', 'system'],
  ['lavapipe is then the machine’s', bare, 'lavapipe', 'lavapipe'],
  ['the machine’s loader chooses where nobody else does', machine, undefined, null],
  ['or the person', machine, '/x/icd.json', '/x/icd.json'],
])('%s', (_, host, asked, choice) => {
  expect(choiceFor(host, asked)).toBe(choice);
});
