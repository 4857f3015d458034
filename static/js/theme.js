// The theme button: the form posts a cookie; here it does so without loading the page again.

const isDark = () => document.documentElement.dataset.theme === 'dark' || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);

function choose(/** @type {'light' | 'dark'} */ theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
}

export function themeButton() {
  document.querySelector('[data-theme-form]')?.addEventListener('submit', (event) => {
    event.preventDefault();
    choose(isDark() ? 'light' : 'dark');
  });
}
