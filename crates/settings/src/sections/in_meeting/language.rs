//! `in_meeting`: captions, translation and interpreters.
use crate::setting::{ACCOUNT_AND_GROUP, EVERYWHERE, Initial, Setting, USER};

const SPOKEN_CODES: &[&str] = &["zh", "nl", "en", "fr", "de", "it", "ja", "ko", "pt", "ru", "es", "uk"];
const SPOKEN: &[&str] = &[
    "Chinese (Simplified)",
    "Dutch",
    "English",
    "French",
    "German",
    "Italian",
    "Japanese",
    "Korean",
    "Portuguese",
    "Russian",
    "Spanish",
    "Ukrainian",
];
const LANGUAGES: &[&str] =
    &["English", "Chinese", "Japanese", "German", "French", "Russian", "Portuguese", "Spanish", "Korean"];
const SIGN_LANGUAGES: &[&str] =
    &["American", "Chinese", "French", "German", "Japanese", "Russian", "Brazilian", "Spanish", "Mexican", "British"];

const LANGUAGE_CONFIG: &[Setting] = &[
    Setting::choice("code", "en", &["en"], "Code of the language.").optional(),
    Setting::choice("name", "English", &["English"], "Name of the language.").optional(),
];

const TRANS_LANG_CONFIG: &[Setting] = &[
    Setting::choice("speak_language.code", "zh", SPOKEN_CODES, "Code of the language that is spoken.").optional(),
    Setting::choice("speak_language.name", "Chinese (Simplified)", SPOKEN, "Name of the language that is spoken.")
        .optional(),
    Setting::flag("translate_to.all", false, "It is translated into every language.").optional(),
    Setting::records("translate_to.language_config", LANGUAGE_CONFIG, "Languages that it is translated into.")
        .optional(),
];

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: captions, translation and interpreters.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.auto_generated_translation.enable", false, "Captions are translated.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag(
        "in_meeting.auto_generated_translation.language_item_pairList.all",
        true,
        "Every pair of languages is offered.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::records(
        "in_meeting.auto_generated_translation.language_item_pairList.trans_lang_config",
        TRANS_LANG_CONFIG,
        "Pairs of languages that are offered.",
    )
    .most(100)
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag("in_meeting.closed_caption", false, "Hosts may type captions or have them typed."),
    Setting::flag(
        "in_meeting.closed_captioning.auto_transcribing",
        false,
        "A service transcribes the meeting while it goes on.",
    )
    .locked_by("in_meeting.closed_caption"),
    Setting::flag("in_meeting.closed_captioning.enable", false, "Captions are typed by people or come from a service.")
        .locked_by("in_meeting.closed_caption"),
    Setting::flag(
        "in_meeting.closed_captioning.save_caption",
        false,
        "Participants may save captions and transcripts.",
    )
    .locked_by("in_meeting.save_caption"),
    Setting::flag(
        "in_meeting.closed_captioning.third_party_captioning_service",
        true,
        "A service of others may send captions with a token.",
    )
    .locked_by("in_meeting.closed_caption"),
    Setting::flag(
        "in_meeting.closed_captioning.view_full_transcript",
        false,
        "The whole transcript can be read beside the meeting.",
    )
    .locked_by("in_meeting.closed_caption"),
    Setting::flag(
        "in_meeting.language_interpretation.allow_participants_to_speak_in_listening_channel",
        false,
        "Participants may speak in the channel that they listen to.",
    ),
    Setting::flag(
        "in_meeting.language_interpretation.allow_up_to_25_custom_languages_when_scheduling_meetings",
        false,
        "A meeting may have up to 25 languages of one's own.",
    ),
    Setting::texts("in_meeting.language_interpretation.custom_languages", "Languages of one's own.")
        .longest(64)
        .most(25),
    Setting::flag("in_meeting.language_interpretation.enable", false, "Hosts may name interpreters.").paid(),
    Setting::flag(
        "in_meeting.language_interpretation.enable_language_interpretation_by_default",
        false,
        "Meetings have interpreters unless said otherwise.",
    )
    .paid(),
    Setting::choices("in_meeting.language_interpretation.languages", LANGUAGES, "Languages that can be interpreted.")
        .initially(Initial::Texts(LANGUAGES))
        .read_only(EVERYWHERE),
    Setting::flag(
        "in_meeting.manual_captioning.allow_to_type",
        true,
        "Hosts may type captions or have somebody type them.",
    )
    .locked_by("in_meeting.manual_captions"),
    Setting::flag("in_meeting.manual_captioning.auto_generated_captions", true, "Captions are made by the product.")
        .locked_by("in_meeting.auto_generated_captions"),
    Setting::flag(
        "in_meeting.manual_captioning.full_transcript",
        true,
        "The whole transcript can be read beside the meeting.",
    )
    .locked_by("in_meeting.full_transcript"),
    Setting::flag("in_meeting.manual_captioning.manual_captions", false, "Captions can be typed.")
        .locked_by("in_meeting.manual_captions"),
    Setting::flag(
        "in_meeting.manual_captioning.save_captions",
        false,
        "Participants may save captions and transcripts.",
    )
    .locked_by("in_meeting.save_captions"),
    Setting::flag(
        "in_meeting.manual_captioning.third_party_captioning_service",
        true,
        "A service of others may send captions with a token.",
    )
    .locked_by("in_meeting.manual_captions"),
    Setting::texts("in_meeting.sign_language_interpretation.custom_languages", "Sign languages of one's own.")
        .longest(64)
        .most(25),
    Setting::flag(
        "in_meeting.sign_language_interpretation.enable",
        false,
        "Hosts may name interpreters for sign languages.",
    )
    .paid(),
    Setting::flag(
        "in_meeting.sign_language_interpretation.enable_sign_language_interpretation_by_default",
        false,
        "Meetings have interpreters for sign languages unless said otherwise.",
    )
    .paid(),
    Setting::choices(
        "in_meeting.sign_language_interpretation.languages",
        SIGN_LANGUAGES,
        "Sign languages that can be interpreted.",
    )
    .initially(Initial::Texts(SIGN_LANGUAGES))
    .taken(USER),
];
