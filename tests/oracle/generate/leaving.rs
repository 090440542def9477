//! What a channel has to do without, so that it leaves less behind.

use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, Destination, Excess, OverrunRestDocument, PriceDocument,
    Release,
};

/// Takes the pool from a channel that can do without.
pub(super) fn without_pool(channel: &mut ChannelDocument) {
    channel.pool = Vec::new();
    channel.overrun = None;
    channel.surplus = None;
    if let Some(reserve) = &mut channel.reserve {
        reserve.provision = None;
    }
}

/// Takes the reserve from a channel.
pub(super) fn without_reserve(channel: &mut ChannelDocument) {
    fill_nothing(channel);
    channel.reserve = None;
}

/// Lets nothing go into a reserve, or out of it.
fn fill_nothing(channel: &mut ChannelDocument) {
    let (PriceDocument::Announced { appraisal_loss, .. }
    | PriceDocument::Derived { appraisal_loss, .. }
    | PriceDocument::Published { appraisal_loss, .. }
    | PriceDocument::Quota { appraisal_loss, .. }
    | PriceDocument::Stated { appraisal_loss, .. }) = &mut channel.price;
    if *appraisal_loss == AppraisalLoss::Reserve {
        *appraisal_loss = AppraisalLoss::Treasury;
    }
    if let Some(overrun) = &mut channel.overrun {
        overrun.draw_reserve = false;
    }
    if let Some(surplus) = &mut channel.surplus {
        surplus.to_reserve = false;
    }
    if let Some(deductions) = &mut channel.deductions {
        deductions.to = Destination::Treasury;
    }
    if let Some(reserve) = &mut channel.reserve {
        reserve.provision = None;
        if let Some(withholding) = &mut reserve.withholding {
            withholding.release = Release::All;
        }
    }
}

/// Makes a channel leave as little behind as the next scheme asks for: nothing in a reserve that
/// ends, and hardly anything where the channel ends or is only recorded from then on.
pub(super) fn leave_little(channel: &mut ChannelDocument, next: Option<&ChannelDocument>) {
    if next.is_none_or(|next| next.reserve.is_none()) {
        fill_nothing(channel);
    }
    if next.is_some_and(|next| next.recorded.is_none()) {
        return;
    }
    if let Some(overrun) = &mut channel.overrun
        && matches!(overrun.rest, OverrunRestDocument::CarryForward {})
    {
        overrun.rest = OverrunRestDocument::Prorate {};
    }
    if let Some(advances) = &mut channel.advances {
        advances.excess = Excess::Recover;
    }
}
