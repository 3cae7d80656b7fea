//! The names of the ways in which the decision can be broken, for the task that breaks it.

#[test]
fn the_breaks_are_listed() {
    // What the test harness prints before has no end of line.
    println!();
    for name in platform::mutate::names() {
        println!("break: {name}");
    }
}
