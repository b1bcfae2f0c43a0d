import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import { SavedScreens } from './saved-screens';
import { ScreenBar } from './screen-bar';
import { readScreen } from './screen-choice';

describe('the bar of screens keeps the focus', () => {
  let fixture: ComponentFixture<ScreenBar>;

  const focused = (): string => (document.activeElement?.textContent.trim() || document.activeElement?.getAttribute('aria-label')) ?? '';
  async function press(text: string): Promise<void> {
    const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll<HTMLButtonElement>('button:not(.chip)')];
    buttons.find((button) => button.textContent.trim() === text)?.click();
    await fixture.whenStable();
  }
  async function name(text: string): Promise<void> {
    const field = (fixture.nativeElement as HTMLElement).querySelector('input') as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    field.form?.dispatchEvent(new Event('submit', { cancelable: true }));
    await fixture.whenStable();
  }

  beforeEach(async () => {
    localStorage.clear();
    TestBed.configureTestingModule({ providers: [SavedScreens] });
    fixture = TestBed.createComponent(ScreenBar);
    document.body.append(fixture.nativeElement as HTMLElement);
    fixture.componentRef.setInput('screen', readScreen({ where: 'rsi:14~lt~25', sort: 'price' }));
    await fixture.whenStable();
  });

  it('at "Rename" when a screen was saved, at "Undo" when it was deleted', async () => {
    await press('Save this screen');
    expect(focused()).toBe('Name of the screen');
    await name('Mine');
    expect(focused()).toBe('Rename');
    await press('Delete');
    expect(focused()).toBe('Undo');
  });

  it('at "Save this screen" when no name was given after all', async () => {
    await press('Save this screen');
    await press('Cancel');
    expect(focused()).toBe('Save this screen');
  });
});
