// The sound of an alert, for who has switched it on: made here, so nothing is loaded. A browser plays it after the first click on the page.
window.deskAlerts = {
  sound(isCritical) {
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    if (!Audio) return;
    const audio = this.audio ??= new Audio(), start = audio.currentTime;
    for (let i = 0; i < (isCritical ? 3 : 1); i++) {
      const tone = audio.createOscillator(), volume = audio.createGain(), at = start + i * 0.28;
      tone.frequency.value = isCritical ? 880 : 660;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.24);
    }
  },
};
