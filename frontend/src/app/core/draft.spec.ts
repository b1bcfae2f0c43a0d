import { signal } from '@angular/core';
import { draft } from './draft';

describe('draft', () => {
  it('begins with the kept value, keeps "typed" when "old" is read again, and gives way to "new"', () => {
    const user = signal({ name: 'old' });
    const name = draft(() => user().name);
    const seen = [name()];
    name.set('typed');
    user.set({ name: 'old' });
    seen.push(name());
    user.set({ name: 'new' });
    expect([...seen, name()]).toEqual(['old', 'typed', 'new']);
  });

  it('takes [1, 2] and another [1, 2] for the same where told how to compare', () => {
    const kept = signal([1, 2]);
    const list = draft(kept, (a, b) => a.join() === b.join());
    list.set([3]);
    kept.set([1, 2]);
    const stayed = list();
    kept.set([4]);
    expect([stayed, list()]).toEqual([[3], [4]]);
  });
});
