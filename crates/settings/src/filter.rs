//! `custom_query_fields`: a list of names that an answer is cut down to.

/// What of an answer is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Empty: everything.
    names: Vec<String>,
}

impl Filter {
    /// Everything.
    pub const ALL: Filter = Filter { names: Vec::new() };

    /// From the query `custom_query_fields` of `GET …/settings`: names separated by commas. Without a name everything
    /// is asked for; with nothing but unknown names, nothing.
    pub fn parse(query: &str) -> Self {
        let names = query.split(',').map(str::trim).filter(|name| !name.is_empty());
        Filter { names: names.map(str::to_owned).collect() }
    }
    /// Whether the setting at `path` is asked for: by its name, by the name of something that holds it (the documents
    /// show `in_meeting` as well as `host_video`), or by the path of either.
    pub fn keeps(&self, path: &str) -> bool {
        self.names.is_empty()
            || self.names.iter().any(|name| path.split('.').any(|part| part == name) || holds(name, path))
    }
}

fn holds(name: &str, path: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_settings_of_that_name_and_all_that_is_below_it() {
        let filter = Filter::parse("host_video, share_files,in_meeting.waiting_room");
        for (path, is_kept) in [
            ("schedule_meeting.host_video", true),
            ("schedule_meeting.host_videos", false),
            ("schedule_meeting.participant_video", false),
            ("chat.share_files.restrictions.maximum_file_size", true),
            ("in_meeting.waiting_room", true),
            ("in_meeting.waiting_rooms", false),
            ("meeting_security.waiting_room", false),
        ] {
            assert_eq!(filter.keeps(path), is_kept, "{path}");
        }
    }

    #[test]
    fn the_name_of_a_block_keeps_the_block() {
        assert!(Filter::parse("in_meeting").keeps("in_meeting.chat"));
        assert!(!Filter::parse("in_meeting").keeps("chat.hyper_link"));
    }

    #[test]
    fn without_a_name_everything_is_kept_and_unknown_names_keep_nothing() {
        assert!(Filter::parse("").keeps("a.b") && Filter::parse(" , ").keeps("a.b") && Filter::ALL.keeps("a.b"));
        assert!(!Filter::parse("nothing").keeps("a.b"));
    }
}
